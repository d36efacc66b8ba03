/*
 * A caller may have taken the time stamp counter from this process, by which the C library tells the time: the process, and the monitor after it, would
 * end by SIGSEGV. Gives it back, before the first function of the runtime asks for the time.
 */
	.section .preinit_array, "aw", @preinit_array
	.balign 8
	.quad enable

	.text
	.type enable, @function
enable:
	mov $157, %eax	/* prctl */
	mov $26, %edi	/* PR_SET_TSC */
	mov $1, %esi	/* PR_TSC_ENABLE */
	syscall
	ret
	.size enable, . - enable

	.section .note.GNU-stack, "", @progbits
