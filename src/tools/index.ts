import { add } from './add.ts'
import { askAdmin } from './ask-admin.ts'
import { changeSetting } from './change-setting.ts'
import { coming } from './coming.ts'
import { decide } from './decide.ts'
import { downloading } from './downloading.ts'
import { find } from './find.ts'
import { help } from './help.ts'
import { library } from './library.ts'
import { listRequests } from './list-requests.ts'
import { approve } from './people/approve.ts'
import { block } from './people/block.ts'
import { demote } from './people/demote.ts'
import { invite } from './people/invite.ts'
import { listUsers } from './people/list-users.ts'
import { promote } from './people/promote.ts'
import { raiseLimit } from './people/raise-limit.ts'
import { removeUser } from './people/remove-user.ts'
import { renameUser } from './people/rename-user.ts'
import { remove } from './remove.ts'
import { replaceCopy } from './replace-copy.ts'
import { showSettings } from './show-settings.ts'
import { takeCopy } from './take-copy.ts'
import type { Tool } from './tool.ts'
import { why } from './why.ts'

/** Every tool, in the order in which a model is told of those that are not for answers only. */
export const tools: readonly Tool[] = [
  find,
  why,
  add,
  remove,
  replaceCopy,
  takeCopy,
  downloading,
  coming,
  library,
  help,
  askAdmin,
  decide,
  listRequests,
  showSettings,
  changeSetting,
  invite,
  approve,
  promote,
  raiseLimit,
  block,
  demote,
  removeUser,
  renameUser,
  listUsers,
]
