import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import Router from '@koa/router';
import Sqlite from 'better-sqlite3';
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TurnContext,
} from 'botbuilder';
import Koa from 'koa';
import nunjucks from 'nunjucks';
import { z } from 'zod';
import { pageView } from './page-view.ts';

/**
 * The floor: the parts that a purchase is made of, each as bare as its library allows, in a process of its own.
 * Arguments: port, SQLite file, folder of the templates.
 */
const [port = '', databaseFile = '', templateFolder = ''] = process.argv.slice(2);

const activitySchema = z
  .looseObject({ type: z.string() })
  .transform((value): unknown => value)
  .pipe(z.custom<Partial<Activity>>());

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** botbuilder's own adapter as it comes, with a bot that says each message back. */
function createEcho(adapter: CloudAdapter): Handle {
  return async (request, response) => {
    const answer = {
      status: (code: number) => {
        response.statusCode = code;
        return answer;
      },
      header: (name: string, value: unknown) => {
        response.setHeader(name, String(value));
        return answer;
      },
      send: (body: unknown) => {
        response.write(JSON.stringify(body));
        return answer;
      },
      end: () => {
        response.end();
        return answer;
      },
      socket: undefined,
    };
    const body = z.record(z.string(), z.unknown()).parse(await json(request));
    await adapter.process({ body, headers: request.headers, method: 'POST' }, answer, async (context) => {
      await context.sendActivity(`You said ${context.activity.text}`);
    });
  };
}

/**
 * A purchase has seven messages of the bot. Three are in the echoes; the other four are turns that the bot begins
 * itself: two messages, and two edits of the card.
 */
function createTellings(adapter: CloudAdapter): Handle {
  const tell = async (
    activity: Partial<Activity>,
    act: (context: TurnContext) => Promise<unknown>,
  ): Promise<void> =>
    adapter.continueConversationAsync('', TurnContext.getConversationReference(activity), async (context) => {
      await act(context);
    });
  return async (request, response) => {
    const activity = activitySchema.parse(await json(request));
    for (const text of ['arrived', 'receipt']) await tell(activity, (context) => context.sendActivity(text));
    for (let edit = 0; edit < 2; edit += 1)
      await tell(activity, (context) =>
        context.updateActivity({ type: 'message', id: 'card', text: 'paid' }),
      );
    response.end();
  };
}

/** The product's own checkout page in a bare Koa, and an empty redirect. */
function createPages(): Handle {
  const templates = new nunjucks.Environment(new nunjucks.FileSystemLoader(join(templateFolder)));
  const router = new Router();
  router.get('/page', (ctx) => {
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = templates.render('checkout.njk', pageView);
  });
  router.get('/redirect', (ctx) => {
    ctx.status = 303;
    ctx.set('Location', '/page');
    ctx.body = '';
  });
  const app = new Koa();
  app.use(router.routes());
  return app.callback();
}

/** One row of a checkout's size in each durable commit; answers how long so many of them took. */
function createCommits(): (count: number) => number {
  const database = new Sqlite(databaseFile);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table if not exists rows (id integer primary key, document text not null)');
  const insert = database.prepare('insert into rows (document) values (?)');
  const document = 'x'.repeat(2_000);
  return (count) => {
    const startedAt = performance.now();
    for (let made = 0; made < count; made += 1) insert.run(document);
    return performance.now() - startedAt;
  };
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const echo = createEcho(adapter);
const tellings = createTellings(adapter);
const pages = createPages();
const commit = createCommits();
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://floor');
  if (url.pathname === '/commits') {
    response.end(String(commit(Number(url.searchParams.get('count')))));
    return;
  }
  const handle = { '/api/messages': echo, '/tellings': tellings }[url.pathname] ?? pages;
  const handled = handle(request, response);
  Promise.resolve(handled).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.destroy();
  });
});
server.listen(Number(port), '127.0.0.1');
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
