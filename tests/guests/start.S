/* The 64-bit Linux boot protocol enters here: long mode, the first GiB mapped to itself, the zero page's address in rsi. */
    .section .text.start, "ax"
    .globl _start
_start:
    mov %rsi, %rdi
    call guest_main
1:  pause
    jmp 1b

    .section .note.GNU-stack, "", @progbits
