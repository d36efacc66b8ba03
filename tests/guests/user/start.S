/*
 * Xen's PVH protocol enters here, in 32-bit protected mode; the guest's own code runs at CPL 3, where hosts that emulate kernel mode run it
 * natively too. The first 4 GiB, memory and devices alike, are identity-mapped for it, and every port is open to it, by the I/O permission
 * bitmap, since IOPL does not survive the return to CPL 3 under that emulation.
 */
#include "long-mode.h"

#define KERNEL_CODE 0x08
#define KERNEL_DATA 0x10
#define USER_DATA 0x1b
#define USER_CODE 0x23
#define TASK 0x28

/* The bit that is always set, and the interrupt flag. */
#define FLAGS 0x202

/* KVM then keeps the TSC's frequency in that page: Linux, Documentation/virt/kvm/x86/msr.rst. */
#define MSR_KVM_SYSTEM_TIME_NEW 0x4b564d01

/* A 2 MiB page: present, writable, user-accessible. */
#define LARGE_PAGE 0x87
#define TABLE 7

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
    enter_long_mode
    lgdt descriptors_pointer
    ljmp $KERNEL_CODE, $start64

    .code64
start64:
    mov $KERNEL_DATA, %eax
    mov %eax, %ss
    mov $kernel_stack_end, %rsp
    mov $task, %eax
    mov %ax, descriptors + TASK + 2
    shr $16, %eax
    mov %al, descriptors + TASK + 4
    mov %ah, descriptors + TASK + 7
    mov $TASK, %eax
    ltr %ax
    mov %ebx, %ebp
    call set_gates
    lidt gates_pointer
    mov $MSR_KVM_SYSTEM_TIME_NEW, %ecx
    mov $clock_page + 1, %eax
    xor %edx, %edx
    wrmsr
    /* Interrupts are enabled, but none arrives: the PICs are masked here, and the I/O APIC's lines until a guest unmasks one. */
    mov $0xff, %al
    out %al, $0x21
    out %al, $0xa1
    mov $USER_DATA, %eax
    mov %eax, %ds
    mov %eax, %es
    push %rax
    push $user_stack_end
    push $FLAGS
    push $USER_CODE
    push $user_start
    iretq

user_start:
    mov %ebp, %edi
    call pvh_main
1:  pause
    jmp 1b

/* One entry for each exception, 16 bytes apart; it pushes the vector, preceded by a zero for exceptions without an error code. */
    .balign 16
    .globl exception_entries
exception_entries:
    .set number, 0
    .rept 32
    .balign 16
    .if !((number == 8) || ((number >= 10) && (number <= 14)) || (number == 17))
    push $0
    .endif
    push $number
    jmp 2f
    .set number, number + 1
    .endr
2:  pop %rdi
    pop %rsi
    pop %rdx
    call on_exception

/* The interrupt that a guest may request: records count and time, and sends the EOI. */
    .balign 16
    .globl interrupt_entry
interrupt_entry:
    push %rax
    push %rdx
    rdtsc
    mov %eax, interrupt_ticks
    mov %edx, interrupt_ticks + 4
    incl interrupt_count
    mov $0xfee000b0, %eax
    movl $0, (%rax)
    pop %rdx
    pop %rax
    iretq

    .section .data
    .balign 8
    .globl interrupt_ticks, interrupt_count
interrupt_ticks:
    .quad 0
interrupt_count:
    .quad 0

    .balign 8
descriptors:
    .quad 0                         /* none */
    .quad 0x00af9b000000ffff        /* code at CPL 0 */
    .quad 0x00cf93000000ffff        /* data at CPL 0 */
    .quad 0x00cff3000000ffff        /* data at CPL 3 */
    .quad 0x00affb000000ffff        /* code at CPL 3 */
    .quad 0x0000890000000000 + (task_end - task - 1), 0
descriptors_pointer:
    .word . - descriptors - 1
    .long descriptors

    .globl gates_pointer, level4
    .balign 8
gates_pointer:
    .word 256 * 16 - 1
    .quad gates

    .balign 16
task:
    .long 0
    .quad kernel_stack_end
    .zero 102 - (. - task)
    .word ports - task
ports:
    .zero 65536 / 8
    .byte 0xff
task_end:

    .balign 4096
level4:
    .quad level3 + TABLE
    .zero 4096 - 8
level3:
    .quad level2 + TABLE, level2 + 4096 + TABLE, level2 + 2 * 4096 + TABLE, level2 + 3 * 4096 + TABLE
    .zero 4096 - 32
level2:
    .set page, 0
    .rept 2048
    .quad (page << 21) + LARGE_PAGE
    .set page, page + 1
    .endr

    .zero 4096
kernel_stack_end:
    .zero 16384
user_stack_end:

    .section .note.GNU-stack, "", @progbits
