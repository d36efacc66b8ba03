/*
 * Xen's PVH protocol enters here: 32-bit protected mode without paging, the start info's address in ebx. Goes to long mode, with the first
 * GiB mapped to itself, and on in C. Only cs of the descriptors here matters there.
 */
    .section .note.Xen, "a", @note
    .balign 4
    .long 4, 4, 18
    .asciz "Xen"
    .long start32

    .section .text.start, "ax"
    .code32
    .globl _start
_start:
start32:
    movl $level3 + 3, level4
    movl $level2 + 3, level3
    xorl %ecx, %ecx
1:  movl %ecx, %eax
    shll $21, %eax
    orl $0x83, %eax
    movl %eax, level2(, %ecx, 8)
    incl %ecx
    cmpl $512, %ecx
    jne 1b
    movl %cr4, %eax
    orl $0x20, %eax
    movl %eax, %cr4
    movl $level4, %eax
    movl %eax, %cr3
    movl $0xc0000080, %ecx
    rdmsr
    orl $0x100, %eax
    wrmsr
    movl %cr0, %eax
    orl $0x80000000, %eax
    movl %eax, %cr0
    lgdt descriptors_pointer
    ljmp $8, $start64

    .code64
start64:
    mov $stack_end, %rsp
    mov %ebx, %edi
    call pvh_main
2:  pause
    jmp 2b

    .section .data
    .balign 8
descriptors:
    .quad 0, 0x00af9b000000ffff
descriptors_pointer:
    .word . - descriptors - 1
    .long descriptors
    .balign 4096
    .globl level3
level4:
    .zero 4096
level3:
    .zero 4096
level2:
    .zero 4096
    .zero 4096
stack_end:

    .section .note.GNU-stack, "", @progbits
