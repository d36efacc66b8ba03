/*
 * Says in the file itself that it is Kiln's monitor. The jailer looks for this note, and not at the file's name, before it puts the shipped
 * filters on: they know what this program asks of the kernel, and of no other. jailer/Jail/Specification/MonitorNote.cs reads it.
 */
	.section .note.kiln.monitor, "a", @note
	.balign 4
	.long 2f - 1f	/* length of the owner's name */
	.long 0		/* nothing is said beside the type */
	.long 0x4d	/* type: a monitor. No number of the common kinds, whose names tools would give it */
1:	.asciz "Kiln"
2:	.balign 4

	.section .note.GNU-stack, "", @progbits
