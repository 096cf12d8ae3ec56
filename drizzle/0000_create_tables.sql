CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`title` text,
	`model` text,
	`status` text NOT NULL,
	`summary` text,
	`context_state` text NOT NULL,
	`about_type` text,
	`about_id` text,
	`message_count` integer DEFAULT 0 NOT NULL,
	`round_count` integer DEFAULT 0 NOT NULL,
	`input_tokens` integer DEFAULT 0 NOT NULL,
	`output_tokens` integer DEFAULT 0 NOT NULL,
	`total_tokens` integer DEFAULT 0 NOT NULL,
	`metadata` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_message_at` integer,
	`paused_at` integer,
	`archived_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `conversations_user` ON `conversations` (`user_id`,`status`,`updated_at`);--> statement-breakpoint
CREATE INDEX `conversations_updated` ON `conversations` ("updated_at" desc);--> statement-breakpoint
CREATE TABLE `messages` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`round` integer NOT NULL,
	`sequence` integer NOT NULL,
	`role` text NOT NULL,
	`content` text NOT NULL,
	`tool_calls` text,
	`tool_call_id` text,
	`name` text,
	`model` text,
	`prompt_tokens` integer,
	`completion_tokens` integer,
	`total_tokens` integer,
	`reasoning_content` text,
	`metadata` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id_unique` ON `messages` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_sequence` ON `messages` (`conversation_id`,`round`,`sequence`);--> statement-breakpoint
CREATE INDEX `messages_role` ON `messages` (`conversation_id`,`role`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`phone` text NOT NULL,
	`name` text,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`opted_out_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_phone_unique` ON `users` (`phone`);--> statement-breakpoint
CREATE TABLE `pending_actions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`channel` text NOT NULL,
	`sid` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`choices` text NOT NULL,
	`fingerprint` text,
	`sentence` text NOT NULL,
	`code` text,
	`wrong_codes` integer DEFAULT 0 NOT NULL,
	`asked_outbox_id` text,
	`answered_by_sid` text,
	`expires_at` integer NOT NULL,
	`executing_at` integer,
	`next_check_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`asked_outbox_id`) REFERENCES `outbox`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_actions_open` ON `pending_actions` (`user_id`) WHERE "pending_actions"."state" = 'open';--> statement-breakpoint
CREATE INDEX `pending_actions_code` ON `pending_actions` (`user_id`,`code`,`created_at`);--> statement-breakpoint
CREATE INDEX `pending_actions_answer` ON `pending_actions` (`answered_by_sid`);--> statement-breakpoint
CREATE INDEX `pending_actions_check` ON `pending_actions` (`next_check_at`) WHERE "pending_actions"."state" = 'executing';--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text,
	`sid` text,
	`action` text NOT NULL,
	`target` text,
	`detail` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_user` ON `audit_log` (`user_id`,`action`,`created_at`);--> statement-breakpoint
CREATE TABLE `media_requests` (
	`sid` text NOT NULL,
	`call_id` text NOT NULL,
	`user_id` text NOT NULL,
	`service` text NOT NULL,
	`external_id` integer NOT NULL,
	`title` text NOT NULL,
	`year` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`sid`, `call_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `media_requests_user` ON `media_requests` (`user_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `usage` (
	`user_id` text NOT NULL,
	`day` text NOT NULL,
	`texts` integer DEFAULT 0 NOT NULL,
	`segments` integer DEFAULT 0 NOT NULL,
	`prompt_tokens` integer DEFAULT 0 NOT NULL,
	`completion_tokens` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`user_id`, `day`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `delivery_events` (
	`id` text PRIMARY KEY NOT NULL,
	`outbox_id` text NOT NULL,
	`provider_sid` text NOT NULL,
	`status` text NOT NULL,
	`error_code` text,
	`received_at` integer NOT NULL,
	FOREIGN KEY (`outbox_id`) REFERENCES `outbox`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `delivery_events_outbox` ON `delivery_events` (`outbox_id`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sid` text NOT NULL,
	`channel` text NOT NULL,
	`address` text NOT NULL,
	`body` text NOT NULL,
	`media_count` integer NOT NULL,
	`opt_out_type` text,
	`received_at` integer NOT NULL,
	`state` text NOT NULL,
	`conversation_id` text,
	`round` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`after_outbox_id` text,
	`done_at` integer,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_sid_unique` ON `inbox` (`sid`);--> statement-breakpoint
CREATE INDEX `inbox_waiting` ON `inbox` (`address`,`position`) WHERE "inbox"."state" = 'waiting';--> statement-breakpoint
CREATE TABLE `outbox` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`channel` text NOT NULL,
	`address` text NOT NULL,
	`body` text NOT NULL,
	`segments` integer NOT NULL,
	`state` text NOT NULL,
	`send_order` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer NOT NULL,
	`provider_sid` text,
	`error_code` text,
	`created_at` integer NOT NULL,
	`sending_at` integer,
	`sent_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_id_unique` ON `outbox` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key_unique` ON `outbox` (`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_providerSid_unique` ON `outbox` (`provider_sid`);--> statement-breakpoint
CREATE INDEX `outbox_unsent` ON `outbox` (`address`,`kind`,`position`) WHERE "outbox"."state" in ('pending', 'sending');--> statement-breakpoint
CREATE INDEX `outbox_send_order` ON `outbox` (`address`,`channel`,`send_order`);