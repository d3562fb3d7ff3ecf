# Tried step by step in an empty folder by test/packaging/dockerfile.test.ts; the image itself was not built there.
# Both stages have the same libc and the same major of Node, since the addon compiled in the first runs in the second.
FROM node:20-bookworm AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts && npm rebuild better-sqlite3 esbuild
COPY tsconfig.json LICENSE ./
COPY scripts ./scripts
COPY src ./src
COPY templates ./templates
COPY public ./public
RUN npm run bundle && mkdir -p /shop /data && tar -xzf artifacts/chat-checkout-*.tgz -C /shop --strip-components=1

FROM node:20-bookworm-slim
WORKDIR /shop
COPY --from=build /shop ./
# The volume is made of this folder, and so belongs to the user who writes to it.
COPY --from=build --chown=node:node /data /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3978 DATABASE_URL=file:/data/checkout.db
USER node
VOLUME /data
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Without a shell in front, so that SIGTERM reaches the program and turns and requests in flight are finished.
# It needs the settings that README lists for production, and says which are missing (exit code 2). Without
# MicrosoftAppId it would serve its own machine only, which inside a container is nobody.
CMD ["node", "dist/main.js", "serve"]
