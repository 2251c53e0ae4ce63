/** The syntax of a fault specification: rules separated by commas or semicolons. The command line's help shows it. */
export const faultGrammar = `SPEC: WHAT@WHERE[:ARGUMENT], several separated by commas or semicolons

WHERE  a request's number from 1 | a command's name (every such command) | name#n (its nth) | * (every request)
WHAT[:ARGUMENT]
       drop:N           byte N of the answer is lost (from 0)
       flip:N.B         bit B (0…7) of byte N of the answer is turned
       cut:K            only the first K bytes of the answer come
       garbage:HEX      these bytes come before the answer
       error            error frame, the chip is not asked
       silence          the chip does it, no answer comes
       late:MS          the answer comes MS milliseconds late
       hang             the chip hangs, and the firmware with it, until the board is unplugged
       unplug:before    the cable is pulled before the chip got the command
       unplug:during    …in the middle of the chip's write
       unplug:during.N  …when N bytes of the write are in (0: what was there is erased; at most all but the last)
       unplug:after     …after the chip did it
       power            the chip alone loses power in the middle of its write, and gets it back: error frame
       power:N          …when N bytes of the write are in
       swap:before      another chip is on the board from here on, just powered up; it gets the command
       swap:error       …error frame, no chip is asked
       swap:silence     …the first chip does the command, no answer comes
       in-drop:N        byte N of the request is lost on its way (WHERE: number or *)
       in-flip:N.B      bit B of byte N of the request is turned (WHERE: number or *)

Examples: silence@3   cut@GetDataObject#2:9   flip@*:4.7   power@SetDataObject:100,unplug@5:after
`;
