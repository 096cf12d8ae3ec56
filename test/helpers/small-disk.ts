import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

function mount(): string {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' })
  return folder
}

function unmount(folder: string): void {
  execFileSync('umount', [folder])
  rmSync(folder, { recursive: true })
}

/** Only root on Linux may, and not in every container. */
export function canMount(): boolean {
  try {
    unmount(mount())
    return true
  } catch {
    return false
  }
}

/** A disk of 4 MB that can be filled to the last byte; it is gone when the calling test ends. */
export function mountSmallDisk() {
  const folder = mount()
  onTestFinished(() => unmount(folder))
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill(): void {
      for (let bytes = 256 * 1024; bytes >= 1;) {
        try {
          appendFileSync(ballast, Buffer.alloc(bytes))
        } catch {
          bytes /= 2
        }
      }
    },
    makeRoom: () => rmSync(ballast),
  }
}
