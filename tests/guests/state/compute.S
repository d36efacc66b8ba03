/*
 * A computation whose intermediate results stay in every kind of register: general ones, the x87 stack, SSE, AVX, and both control words,
 * which select truncation. Losing any of them changes the result.
 *
 * compute(results, iterations, avx): results are 256 bytes, aligned to 32, used as input and output.
 */
#include "state.h"

    .text
    .globl compute
compute:
    push %rbx
    push %rbp
    push %r12
    push %r13
    push %r14
    push %r15
    mov %edx, %ebp
    fninit
    fldcw truncating_x87
    ldmxcsr truncating_sse
    fldt three_point_nine
    fld1
    fldt (%rdi)
    movaps 32(%rdi), %xmm0
    movaps 48(%rdi), %xmm1
    movaps factors, %xmm2
    movaps ones, %xmm3
    test %ebp, %ebp
    jz 1f
    vmovaps 64(%rdi), %ymm8
    vbroadcastss factors, %ymm9
    vbroadcastss ones, %ymm10
1:  mov 128(%rdi), %r8
    mov 136(%rdi), %r9
    mov 144(%rdi), %r10
    mov 152(%rdi), %r11
    mov 160(%rdi), %r12
    mov 168(%rdi), %r13
    mov 176(%rdi), %r14
    mov 184(%rdi), %r15
    movabs $6364136223846793005, %rbx

    /* x = 3.9 x (1 - x), of each kind of number; and sums and products of integers. */
2:  fld %st(0)
    fsubr %st(2), %st(0)
    fmulp %st(0), %st(1)
    fmul %st(2), %st(0)
    movaps %xmm3, %xmm4
    subps %xmm0, %xmm4
    mulps %xmm4, %xmm0
    mulps %xmm2, %xmm0
    addps %xmm0, %xmm1
    test %ebp, %ebp
    jz 3f
    vsubps %ymm8, %ymm10, %ymm11
    vmulps %ymm11, %ymm8, %ymm8
    vmulps %ymm9, %ymm8, %ymm8
3:  imul %rbx, %r8
    add $12345, %r8
    add %r8, %r9
    rol $7, %r9
    xor %r9, %r10
    add %r10, %r11
    rol $11, %r11
    add %r11, %r12
    xor %r12, %r13
    add %r13, %r14
    rol $3, %r14
    add %r14, %r15
    dec %rsi
    jnz 2b

    fstpt (%rdi)
    movaps %xmm0, 32(%rdi)
    movaps %xmm1, 48(%rdi)
    test %ebp, %ebp
    jz 4f
    vmovaps %ymm8, 64(%rdi)
    vzeroupper
4:  mov %r8, 128(%rdi)
    mov %r9, 136(%rdi)
    mov %r10, 144(%rdi)
    mov %r11, 152(%rdi)
    mov %r12, 160(%rdi)
    mov %r13, 168(%rdi)
    mov %r14, 176(%rdi)
    mov %r15, 184(%rdi)
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbp
    pop %rbx
    ret

/* Interrupts, at CPL 0: count, rearm the timer unless it is periodic, and send the EOI. */
    .balign 16
    .globl timer_entry, own_entry, deadline_entry
timer_entry:
    push %rax
    push %rcx
    push %rdx
    incl timer_count
    mov timer_mode, %eax
    cmp $TIMER_DEADLINE, %eax
    je set_deadline
    cmp $TIMER_ONE_SHOT, %eax
    jne done
    mov $0xfee00380, %eax
    movl $TIMER_COUNT, (%rax)
    jmp done

deadline_entry:
    push %rax
    push %rcx
    push %rdx
set_deadline:
    rdtsc
    add $DEADLINE_TICKS, %eax
    adc $0, %edx
    mov $0x6e0, %ecx
    wrmsr
done:
    mov $0xfee000b0, %eax
    movl $0, (%rax)
    pop %rdx
    pop %rcx
    pop %rax
    iretq

own_entry:
    push %rax
    incl own_count
    mov $0xfee000b0, %eax
    movl $0, (%rax)
    pop %rax
    iretq

    .data
    .balign 16
three_point_nine:
    .byte 0x9a, 0x99, 0x99, 0x99, 0x99, 0x99, 0x99, 0xf9, 0x00, 0x40
    .balign 16
factors:
    .float 3.9, 3.8, 3.7, 3.95
ones:
    .float 1, 1, 1, 1
truncating_x87:
    .word 0x0f7f
    .balign 4
truncating_sse:
    .long 0x7f80
    .globl timer_mode, timer_count, own_count
timer_mode:
    .long 0
timer_count:
    .long 0
own_count:
    .long 0

    .section .note.GNU-stack, "", @progbits
