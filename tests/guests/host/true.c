/* The program jailed where only the jailer is measured: it ends at once, by a call that the filter `launch` allows. */
#define SYS_EXIT_GROUP 231

void _start(void)
{
    for (;;) {
        __asm__ volatile("syscall" : : "a"(SYS_EXIT_GROUP), "D"(0) : "rcx", "r11", "memory");
    }
}
