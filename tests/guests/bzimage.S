/*
 * A bzImage around PAYLOAD, a flat binary for 1 MiB + 0x200: a boot sector that is never run, with the setup header of boot protocol 2.15,
 * one sector of setup code, and the protected-mode code, whose first 0x200 bytes are for 32-bit loaders.
 */
    .section .image, "a"
    .org 0x1f1
    .byte 1                         /* setup_sects */
    .org 0x1f4
    .long (image_end - code) / 16   /* syssize */
    .org 0x1fe
    .word 0xaa55                    /* boot_flag */
    .byte 0xeb, header_end - 0x202  /* jump */
    .ascii "HdrS"
    .word 0x020f                    /* version */
    .org 0x211
    .byte 1                         /* loadflags: LOADED_HIGH */
    .org 0x214
    .long 0x100000                  /* code32_start */
    .org 0x22c
    .long 0x7fffffff                /* initrd_addr_max */
    .long 0x200000                  /* kernel_alignment */
    .byte 0, 21                     /* relocatable_kernel, min_alignment */
    .word 1                         /* xloadflags: XLF_KERNEL_64 */
    .long 2047                      /* cmdline_size */
    .org 0x258
    .quad 0x100000                  /* pref_address */
    .long 0x100000                  /* init_size */
    .org 0x26c
header_end:
    .org 0x400
code:
    .zero 0x200
    .incbin PAYLOAD
    .balign 16
image_end:
