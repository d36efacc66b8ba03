/* For assembly: the way from 32-bit protected mode to long mode, by page tables that map the first 4 GiB. A far jump to 64-bit code must follow. */
#ifndef KILN_LONG_MODE_H
#define KILN_LONG_MODE_H

#define EFER 0xc0000080
#define EFER_LME 0x100
#define CR0_PG 0x80000000
#define CR4_PAE 0x20

    .macro enter_long_mode
    movl %cr4, %eax
    orl $CR4_PAE, %eax
    movl %eax, %cr4
    movl $level4, %eax
    movl %eax, %cr3
    movl $EFER, %ecx
    rdmsr
    orl $EFER_LME, %eax
    wrmsr
    movl %cr0, %eax
    orl $CR0_PG, %eax
    movl %eax, %cr0
    .endm

#endif
