import { z } from 'zod';

// The page's policy forbids text that becomes code. zod would probe for it when the first schema is made, so this is
// imported before all others.
z.config({ jitless: true });
