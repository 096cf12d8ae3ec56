-- Tool calls and their results are work, not speech: the view leaves them out.
CREATE VIEW `conversation_rounds` AS
SELECT
	`conversation_id`,
	`round` AS `round_number`,
	json_group_array(
		json_object(
			'speaker', CASE `role` WHEN 'user' THEN 'user' ELSE 'agent:' || coalesce(`model`, 'usherr') END,
			'content', `content`,
			'metadata', json(`metadata`)
		)
		ORDER BY `sequence`
	) AS `round_data`
FROM `messages`
WHERE `role` = 'user' OR (`role` = 'assistant' AND `tool_calls` IS NULL)
GROUP BY `conversation_id`, `round`
ORDER BY `conversation_id`, `round`;
--> statement-breakpoint
-- Trigrams find parts of words. The text itself stays in `messages`.
CREATE VIRTUAL TABLE `messages_search` USING fts5(
	`content`,
	content = 'messages',
	content_rowid = 'position',
	tokenize = 'trigram'
);
--> statement-breakpoint
CREATE TRIGGER `messages_search_insert` AFTER INSERT ON `messages`
WHEN new.`role` <> 'tool' AND new.`content` <> ''
BEGIN
	INSERT INTO `messages_search` (rowid, `content`) VALUES (new.`position`, new.`content`);
END;
--> statement-breakpoint
CREATE TRIGGER `messages_search_delete` AFTER DELETE ON `messages`
WHEN old.`role` <> 'tool' AND old.`content` <> ''
BEGIN
	INSERT INTO `messages_search` (`messages_search`, rowid, `content`) VALUES ('delete', old.`position`, old.`content`);
END;
--> statement-breakpoint
CREATE TRIGGER `messages_are_written_once` BEFORE UPDATE ON `messages`
BEGIN
	SELECT RAISE(ABORT, 'messages are written once');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_is_written_once` BEFORE UPDATE ON `audit_log`
BEGIN
	SELECT RAISE(ABORT, 'the audit log is written once');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_is_kept` BEFORE DELETE ON `audit_log`
BEGIN
	SELECT RAISE(ABORT, 'the audit log is kept');
END;
