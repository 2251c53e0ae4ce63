import { z } from 'zod';

// The page's policy forbids converting text to code. zod would test for this when the first schema is made, so this
// file is imported before all others.
z.config({ jitless: true });
