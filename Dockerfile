FROM node:24-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Where SQLite has to be compiled, with the headers that the image brings.
RUN npm_config_nodedir=/usr/local npm ci
COPY tsconfig.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev
# What a compiled better-sqlite3 leaves behind; the one file that is loaded stays.
RUN cd node_modules/better-sqlite3 \
  && mv build/Release/better_sqlite3.node . && rm -rf build deps src \
  && install -D better_sqlite3.node build/Release/better_sqlite3.node && rm better_sqlite3.node

FROM node:24-bookworm-slim
ENV NODE_ENV=production USHERR_IN_CONTAINER=yes DATABASE_PATH=/config/usherr.db
COPY --from=build /app/package.json /app/
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
COPY drizzle /app/drizzle
COPY docker/healthcheck.js /app/docker/
# The load of SQLite fails here, not at an operator's, where its binary does not suit the image.
RUN chmod -R a+rX /app/package.json /app/drizzle /app/docker \
  && chmod +x /app/dist/cli.js && ln -s /app/dist/cli.js /usr/local/bin/usherr \
  && node -e "new (require('/app/node_modules/better-sqlite3'))(':memory:')" \
  && install -d -o 1000 -g 1000 /config
# A number, so that it can be seen not to be root. A .env in /config is read where it works.
USER 1000:1000
WORKDIR /config
VOLUME /config
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["node", "/app/docker/healthcheck.js"]
ENTRYPOINT ["usherr"]
CMD ["start"]
