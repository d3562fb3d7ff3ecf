/** What is said in a conversation, without the id and timestamp that the transcript gives it. */
export type ActivityBody = Readonly<Record<string, unknown>>;

export interface Conversation {
  readonly id: string;
  readonly isGroup: boolean;
}

export interface Member {
  readonly userId: string;
  readonly name: string;
}

/** An activity as kept: `watermark` counts the pushes of its conversation, and an update is a new push. */
export interface StoredActivity {
  readonly id: string;
  readonly author: string;
  readonly timestamp: string;
  readonly watermark: number;
  readonly body: ActivityBody;
}

export interface NewActivity {
  readonly author: string;
  readonly body: ActivityBody;
  /** Milliseconds; moved on where needed, so that the timestamps of a conversation always rise. */
  readonly at: number;
  readonly idempotencyKey?: string;
}

/** A conversation in which somebody other than the bot has said something, and when its last words were. */
export interface SpokenConversation {
  readonly conversationId: string;
  readonly saidAt: number;
}

/** Where conversations are kept between reloads and restarts. */
export interface Transcript {
  /** Makes the conversation unless it is there already, and answers what is kept. */
  openConversation(id: string, isGroup: boolean): Promise<Conversation>;
  findConversation(id: string): Promise<Conversation | undefined>;
  /** A personal conversation belongs to the browser session that it began in; the transcript knows hashes alone. */
  keepForSession(session: string, conversationId: string): Promise<void>;
  isSession(session: string): Promise<boolean>;
  isOfSession(session: string, conversationId: string): Promise<boolean>;
  /** The session's conversations in which a member has spoken, those with the newest words first. */
  listSpoken(session: string, limit: number): Promise<readonly SpokenConversation[]>;
  hasSpoken(conversationId: string, userId: string): Promise<boolean>;
  /** A name is one person in its conversation: the user id of its first coming stays. */
  addMember(conversationId: string, name: string, userId: string): Promise<Member>;
  listMembers(conversationId: string): Promise<readonly Member[]>;
  /** Answers how many were there before when this member starts, and undefined when they had started already. */
  join(conversationId: string, userId: string): Promise<number | undefined>;
  append(conversationId: string, activity: NewActivity): Promise<StoredActivity>;
  /** Changes what an author said, in its old place; undefined when that author said no such thing. */
  replace(
    conversationId: string,
    activityId: string,
    author: string,
    body: ActivityBody,
  ): Promise<StoredActivity | undefined>;
  hasActivity(conversationId: string, activityId: string): Promise<boolean>;
  /** The pushes after a watermark, oldest first. */
  read(conversationId: string, after: number, limit: number): Promise<readonly StoredActivity[]>;
  /** The watermark of the last push. */
  latestWatermark(conversationId: string): Promise<number>;
}
