CREATE TABLE `requests` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`call` text,
	`service` text,
	`external_id` integer,
	`size_bytes` integer,
	`code` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`sid` text NOT NULL,
	`call_id` text NOT NULL,
	`decided_by` text,
	`decided_by_sid` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`decided_at` integer,
	`done_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `requests_call` ON `requests` (`sid`,`call_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `requests_open_code` ON `requests` (`code`) WHERE "requests"."state" = 'open';--> statement-breakpoint
CREATE INDEX `requests_code` ON `requests` (`code`,`created_at`);--> statement-breakpoint
CREATE INDEX `requests_user` ON `requests` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `requests_unfinished` ON `requests` (`decided_by_sid`) WHERE "requests"."state" = 'approved' and "requests"."kind" = 'add' and "requests"."done_at" is null;--> statement-breakpoint
CREATE INDEX `requests_expiry` ON `requests` (`expires_at`) WHERE "requests"."state" = 'open';--> statement-breakpoint
ALTER TABLE `users` ADD `time_zone` text;--> statement-breakpoint
ALTER TABLE `users` ADD `quality_profile` text;--> statement-breakpoint
ALTER TABLE `users` ADD `rating_cap` text;--> statement-breakpoint
ALTER TABLE `users` ADD `quiet_hours` text;--> statement-breakpoint
ALTER TABLE `users` ADD `wants_notices` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `media_requests` ADD `size_bytes` integer;--> statement-breakpoint
ALTER TABLE `outbox` ADD `not_before` integer;--> statement-breakpoint
CREATE INDEX `audit_log_arrivals` ON `audit_log` (`created_at`) WHERE "audit_log"."action" = 'user.arrived';--> statement-breakpoint
CREATE INDEX `token_usage_day` ON `token_usage` (`day`);--> statement-breakpoint
CREATE INDEX `usage_day` ON `usage` (`day`);--> statement-breakpoint
CREATE INDEX `delivery_events_sid` ON `delivery_events` (`provider_sid`);