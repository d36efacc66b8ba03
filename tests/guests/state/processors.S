/*
 * A further processor starts in real mode on page TRAMPOLINE >> 12, where this code is copied to (Intel SDM, volume 3, multiple-processor
 * initialization), and ends at CPL 3 in processor_main with the tables and stacks that "starting" names.
 */
#include "../user/long-mode.h"
#include "state.h"

#define CODE 0x08
#define DATA 0x10
#define CODE_32 0x18
#define USER_DATA 0x1b
#define USER_CODE 0x23
#define TASK 0x28
#define FLAGS 0x202

#define CR0_PE 1

    .section .rodata
    .globl trampoline, trampoline_end
    .code16
trampoline:
    cli
    movw %cs, %ax
    movw %ax, %ds
    lgdtl first_pointer - trampoline
    movl %cr0, %eax
    orl $CR0_PE, %eax
    movl %eax, %cr0
    ljmpl $CODE_32, $start_protected
    .balign 8
first_descriptors:
    .quad 0
    .quad 0x00af9b000000ffff        /* 64-bit code */
    .quad 0x00cf93000000ffff        /* data */
    .quad 0x00cf9b000000ffff        /* 32-bit code */
first_pointer:
    .word . - first_descriptors - 1
    .long TRAMPOLINE + first_descriptors - trampoline
trampoline_end:

    .text
    .code32
start_protected:
    movw $DATA, %ax
    movw %ax, %ds
    enter_long_mode
    ljmp $CODE, $start_long

    .code64
start_long:
    lgdt starting + STARTING_POINTER
    mov $DATA, %eax
    mov %eax, %ss
    mov starting + STARTING_KERNEL_STACK, %rsp
    mov $TASK, %eax
    ltr %ax
    lidt gates_pointer
    mov $USER_DATA, %eax
    mov %eax, %ds
    mov %eax, %es
    push %rax
    push starting + STARTING_STACK
    push $FLAGS
    push $USER_CODE
    push $start_user
    iretq

start_user:
    mov starting + STARTING_INDEX, %rdi
    call processor_main

/* Interrupts of these processors, at CPL 0: each counts its own, and sends the EOI. */
    .balign 16
    .globl processor_timer_entry, processor_message_entry
processor_timer_entry:
    push %rax
    push %rdx
    mov $processor_timers, %edx
    jmp 1f
processor_message_entry:
    push %rax
    push %rdx
    mov $processor_messages, %edx
1:  mov $0xfee00020, %eax
    mov (%rax), %eax
    shr $24, %eax
    incl (%rdx, %rax, 4)
    mov $0xfee000b0, %eax
    movl $0, (%rax)
    pop %rdx
    pop %rax
    iretq

    .section .note.GNU-stack, "", @progbits
