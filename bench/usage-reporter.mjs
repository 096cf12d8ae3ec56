// Loaded ahead of the built service: tells the bench, when asked, what this process has used.
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({
    cpuMs: (user + system) / 1000,
    systemMs: system / 1000,
    rssBytes: process.memoryUsage.rss(),
  })
})
process.on('disconnect', () => process.exit())
