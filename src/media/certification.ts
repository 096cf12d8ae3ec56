import { z } from 'zod'

/** Who may see a title; undefined where that is missing or no words. */
export const CertificationSchema = z.string().optional().catch(undefined)
