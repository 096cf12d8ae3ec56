CREATE TABLE `conversation_tags` (
	`conversation_id` text NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`conversation_id`, `tag`),
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `conversation_tags_tag` ON `conversation_tags` (`tag`);--> statement-breakpoint
CREATE TABLE `templates` (
	`name` text PRIMARY KEY NOT NULL,
	`title` text,
	`tags` text NOT NULL,
	`opening` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `token_usage` (
	`user_id` text NOT NULL,
	`day` text NOT NULL,
	`model` text NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	PRIMARY KEY(`user_id`, `day`, `model`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `conversations` ADD `name` text;--> statement-breakpoint
ALTER TABLE `conversations` ADD `summary_round` integer;--> statement-breakpoint
ALTER TABLE `conversations` ADD `outside` text;--> statement-breakpoint
INSERT INTO `token_usage`
SELECT `user_id`, `day`, '', `prompt_tokens`, `completion_tokens` FROM `usage`
WHERE `prompt_tokens` + `completion_tokens` > 0;--> statement-breakpoint
ALTER TABLE `usage` DROP COLUMN `prompt_tokens`;--> statement-breakpoint
ALTER TABLE `usage` DROP COLUMN `completion_tokens`;