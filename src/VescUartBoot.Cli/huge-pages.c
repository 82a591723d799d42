/* At its start the runtime unfolds the type data of the program into 4 MB of zeroed memory (the section .hydrated).
   In pages of 4 KiB that is a thousand page faults, most of the time that `vescboot --version` takes: ask for pages of 2 MiB first.
   Room of one such page before and after .hydrated, which costs no memory until it is touched, lets all of it lie in whole ones.
   A kernel without huge pages refuses, and nothing changes. */
#include <stddef.h>

#define HUGE_PAGE 0x200000
#define ADVICE_HUGE_PAGES 14 /* MADV_HUGEPAGE */
#define TEXT_OF(number) #number
#define ROOM(number) ".zero " TEXT_OF(number) "\n"

/* The linker puts a section that it does not know after those of the same kind, so this one follows .hydrated. */
__asm__(".bss\nroom_before_hydrated: " ROOM(HUGE_PAGE)
        ".section .hydrated_after, \"aw\", %nobits\nroom_after_hydrated: " ROOM(HUGE_PAGE) ".text\n");

extern char room_before_hydrated[], room_after_hydrated[];
int madvise(void *start, size_t length, int advice);

__attribute__((constructor)) static void ask_for_huge_pages(void)
{
    size_t start = ((size_t)room_before_hydrated + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
    madvise((void *)start, (size_t)room_after_hydrated + HUGE_PAGE - start, ADVICE_HUGE_PAGES);
}
