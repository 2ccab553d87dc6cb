/* Debian's own cron (3.0pl1-162) with a clock that is told: prints each job that its main loop starts, and when.
 *
 * debian_cron.json is what it said. In the unpacked source: cc -w -std=gnu89 -include stdlib.h -include string.h
 * -D_GNU_SOURCE -DPOSIX -DDEBUGGING=0 -DREBOOT_FILE='"/tmp/rebooted"' -Wl,--allow-multiple-definition -I. debian_cron.c
 * entry.c env.c misc.c user.c -o debian_cron; then TZ=ZONE ./debian_cron CRONTAB FROM TO (seconds since 1970).
 */
#include <time.h>
#include <unistd.h>
#include <stdio.h>
#include <stdlib.h>
static time_t now_, end_;
static time_t fake_time(time_t *p) { if (p) *p = now_; return now_; }
static unsigned fake_sleep(unsigned s) { now_ += s; if (now_ >= end_) { fflush(stdout); _exit(0);} return 0; }
#define time fake_time
#define sleep fake_sleep
#define main cron_main
#include "cron.c"
#undef main
extern user *load_user();
static cron_db loaded;
static user *mine;
void load_database(cron_db *db) { db->head = db->tail = mine; }
void check_orphans(cron_db *db) {}
void job_add(entry *e, user *u) { printf("%s %ld\n", e->cmd, (long)(now_/60*60)); }
int job_runqueue(void) { return 0; }

void set_cron_uid(void) {}
void acquire_daemonlock(int c) {}
void log_it(char *a, int b, char *c, char *d) {}
void set_cron_cwd(void) {}

int main(int argc, char **argv) {
    struct passwd *pw = getpwuid(getuid());
    int fd = open(argv[1], O_RDONLY);
    now_ = atol(argv[2]); end_ = atol(argv[3]);
    mine = load_user(fd, pw, pw->pw_name, pw->pw_name, "tab");
    if (!mine) return 3;
    mine->next = mine->prev = 0;
    char *a[] = {"cron", "-f", 0};
    return cron_main(2, a);
}
