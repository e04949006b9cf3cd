#include "unit_store.h"

#include "store/book_store.h"

#define NOW 1700000000000

struct ids {
    int64_t account, other_account, anna, bela;
};

static struct db *writing(struct box *b)
{
    struct db *db;
    assert_ok(store_write(b->s, b->a, &db));
    return db;
}

/* Two accounts; Anna is a member of both, Béla of the first and has no password yet. */
static struct ids people(struct box *b)
{
    struct ids i;
    struct migration m;
    assert_ok(migrate_run(b->s, MIGRATE_DIRECTORY, b->path, b->a, NOW, &m));
    struct db *db = writing(b);
    struct account_row one = {.slug = "one", .name = "One Kft.", .place = "one.db", .created_at = NOW},
                       two = one;
    two.slug = "two";
    struct login_row anna = {
            .email = "anna@x.hu", .name = "Anna", .password_hash = "$argon2id$", .active = true};
    struct login_row bela = {.email = "bela@x.hu", .name = "Béla", .password_hash = "", .active = true};
    assert_ok(account_row_add(db, &one, &i.account));
    assert_ok(account_row_add(db, &two, &i.other_account));
    assert_ok(login_add(db, &anna, NOW, &i.anna));
    assert_ok(login_add(db, &bela, NOW, &i.bela));
    assert_ok(membership_add(db, i.anna, i.other_account, 70, JOINED));
    assert_ok(membership_add(db, i.anna, i.account, 7, JOINED));
    assert_ok(membership_add(db, i.bela, i.account, 8, JOINED_NOT));
    assert_ok(store_write_commit(db));
    return i;
}

static void accounts_and_logins(void **state)
{
    struct box *b = *state;
    struct ids i = people(b);
    struct account_row *accounts, account;
    struct login_row login;
    size_t n;
    struct db *db = writing(b);
    assert_ok(account_rows(db, &accounts, &n));
    assert_int_equal(n, 2);
    assert_string_equal(accounts[1].slug, "two");
    account = accounts[0];
    assert_refused(db, account_row_add(db, &account, &i.account), ERR_CONFLICT);
    assert_ok(account_row_rename(db, accounts[0].id, "Egy Zrt."));
    assert_ok(account_row_get(db, accounts[0].id, &account));
    assert_string_equal(account.name, "Egy Zrt.");
    assert_string_equal(account.place, "one.db");
    assert_err(account_row_get(db, 99, &account), ERR_NOT_FOUND);

    assert_ok(login_by_email(db, "anna@x.hu", &login));
    assert_int_equal(login.id, i.anna);
    assert_true(login.active);
    assert_refused(db, login_add(db, &login, NOW, &i.anna), ERR_CONFLICT);
    assert_err(login_by_email(db, "nobody@x.hu", &login), ERR_NOT_FOUND);
    int64_t *pending;
    assert_ok(membership_pending(db, accounts[0].id, 10, &pending, &n));
    assert_int_equal(n, 1);
    assert_int_equal(pending[0], 8);
    assert_ok(
            membership_add(db, i.bela, i.other_account, 80, JOINED)); /* what cannot be: it has no password */
    assert_ok(login_first_password(db, i.bela, "$argon2id$b"));
    assert_err(login_first_password(db, i.bela, "$argon2id$c"), ERR_NOT_FOUND);
    assert_ok(membership_pending(
            db, i.other_account, 10, &pending, &n)); /* the new password opens nothing yet */
    assert_int_equal(n, 1);
    assert_ok(membership_join(db, i.bela, accounts[0].id));
    assert_ok(membership_add(db, i.bela, accounts[0].id, 8, JOINED_NOT)); /* invited again */
    assert_ok(login_set_name(db, i.bela, "Kiss Béla"));
    assert_ok(login_get(db, i.bela, &login));
    assert_string_equal(login.password_hash, "$argon2id$b");
    assert_string_equal(login.name, "Kiss Béla");
    assert_ok(membership_pending(db, accounts[0].id, 10, &pending, &n));
    assert_int_equal(n, 0);

    struct belonging *seats;
    assert_ok(book_belongings(db, i.anna, &seats, &n));
    assert_int_equal(n, 2);
    assert_int_equal(seats[0].account_id, accounts[0].id);
    assert_int_equal(seats[0].member_id, 7);
    assert_ok(book_state_set(db, accounts[0].id, ACCOUNT_CLOSED));
    assert_ok(book_belongings(db, i.anna, &seats, &n));
    assert_int_equal(n, 1);
    assert_string_equal(seats[0].slug, "two");
    assert_ok(book_state_set(db, accounts[0].id, ACCOUNT_SERVED));
    assert_ok(book_belongings(db, 99, &seats, &n));
    assert_int_equal(n, 0);
    assert_refused(db, membership_add(db, 99, accounts[0].id, 1, JOINED), ERR_CONFLICT); /* no such log-in */
    store_write_rollback(db);
}

static struct session session_for(int64_t login_id, int64_t account_id, int64_t member_id)
{
    return (struct session){.login_id = login_id,
            .account_id = account_id,
            .member_id = member_id,
            .created_at = NOW,
            .seen_at = NOW,
            .expires_at = NOW + 1000,
            .address = "127.0.0.1",
            .agent = "a browser"};
}

static void sessions_live_and_end(void **state)
{
    struct box *b = *state;
    struct ids i = people(b);
    struct session s = session_for(i.anna, i.account, 7), got, *rows;
    int64_t first, second, of_bela;
    size_t n;
    struct db *db = writing(b);
    assert_ok(session_add(db, &s, "hash1", &first));
    s.seen_at = NOW + 5;
    assert_ok(session_add(db, &s, "hash2", &second));
    assert_refused(db, session_add(db, &s, "hash2", &second), ERR_CONFLICT);
    s = session_for(i.bela, i.account, 8);
    assert_ok(session_add(db, &s, "hash3", &of_bela));

    assert_ok(session_get(db, "hash1", NOW + 999, &got));
    assert_int_equal(got.id, first);
    assert_int_equal(got.member_id, 7);
    assert_int_equal(got.key_id, 0);
    assert_string_equal(got.agent, "a browser");
    assert_err(session_get(db, "hash1", NOW + 1000, &got), ERR_NOT_FOUND); /* its time is over */
    assert_err(session_get(db, "hash9", NOW, &got), ERR_NOT_FOUND);
    assert_ok(session_touch(db, first, NOW + 900, NOW + 5000, "10.0.0.1"));
    assert_ok(session_get(db, "hash1", NOW + 1000, &got));
    assert_string_equal(got.address, "10.0.0.1");

    assert_ok(session_rows(db, i.anna, NOW, &rows, &n));
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].id, first);                          /* seen last */
    assert_err(session_delete(db, i.bela, first), ERR_NOT_FOUND); /* not his */
    assert_ok(session_delete_others(db, i.anna, first));
    assert_err(session_get(db, "hash2", NOW, &got), ERR_NOT_FOUND);
    assert_ok(session_get(db, "hash3", NOW, &got));
    assert_ok(session_delete_member(db, i.account, 8));
    assert_err(session_get(db, "hash3", NOW, &got), ERR_NOT_FOUND);
    assert_ok(session_delete_expired(db, NOW + 4999));
    assert_ok(session_get(db, "hash1", NOW, &got));
    assert_ok(session_delete_expired(db, NOW + 5000));
    assert_err(session_get(db, "hash1", NOW, &got), ERR_NOT_FOUND);
    assert_ok(store_write_commit(db));
}

static void keys_are_revoked(void **state)
{
    struct box *b = *state;
    struct ids i = people(b);
    struct key_row key = {.member_id = 7, .created_at = NOW, .name = "sync", .prefix = "ck_abc"}, *rows;
    struct session got;
    int64_t of_anna, of_bela;
    size_t n;
    struct db *db = writing(b);
    assert_ok(key_add(db, &key, i.account, "keyhash1", &of_anna));
    key.member_id = 8;
    assert_ok(key_add(db, &key, i.account, "keyhash2", &of_bela));
    assert_refused(db, key_add(db, &key, i.account, "keyhash2", &of_bela), ERR_CONFLICT);
    assert_ok(key_get(db, "keyhash1", &got));
    assert_int_equal(got.key_id, of_anna);
    assert_int_equal(got.id, 0);
    assert_int_equal(got.account_id, i.account);
    assert_int_equal(got.member_id, 7);
    assert_ok(key_touch(db, of_anna, NOW + 7));
    assert_ok(key_rows(db, i.account, 0, "cf_", &rows, &n)); /* none of that kind */
    assert_int_equal(n, 0);
    assert_ok(key_rows(db, i.account, 0, "ck_", &rows, &n));
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].used_at, NOW + 7);
    assert_ok(key_rows(db, i.account, 8, "ck_", &rows, &n));
    assert_int_equal(n, 1);
    assert_ok(key_rows(db, i.other_account, 0, "ck_", &rows, &n));
    assert_int_equal(n, 0);
    assert_err(key_revoke(db, i.account, 8, of_anna, NOW), ERR_NOT_FOUND);       /* another's */
    assert_err(key_revoke(db, i.other_account, 0, of_anna, NOW), ERR_NOT_FOUND); /* another account's */
    assert_ok(key_revoke(db, i.account, 0, of_anna, NOW));
    assert_err(key_revoke(db, i.account, 0, of_anna, NOW), ERR_NOT_FOUND);
    assert_err(key_get(db, "keyhash1", &got), ERR_NOT_FOUND);
    assert_ok(key_get(db, "keyhash2", &got));
    store_write_rollback(db);
}

static void tickets_work_once(void **state)
{
    struct box *b = *state;
    struct ids i = people(b);
    struct ticket_row t = {.account_id = i.account,
                              .login_id = i.bela,
                              .member_id = 8,
                              .expires_at = NOW + 1000},
                      got;
    struct db *db = writing(b);
    assert_ok(ticket_add(db, "invite", &t, "t1", NOW));
    assert_ok(ticket_add(db, "link", &t, "t2", NOW));
    assert_ok(ticket_get(db, "invite", "t1", NOW, &got));
    assert_int_equal(got.member_id, 8);
    assert_int_equal(got.login_id, i.bela);
    assert_err(ticket_get(db, "link", "t1", NOW, &got), ERR_NOT_FOUND); /* of another kind */
    assert_err(ticket_get(db, "invite", "t1", NOW + 1000, &got), ERR_NOT_FOUND);
    assert_ok(ticket_add(db, "invite", &t, "t3", NOW)); /* the new one ends the old one */
    assert_err(ticket_get(db, "invite", "t1", NOW, &got), ERR_NOT_FOUND);
    assert_ok(ticket_get(db, "link", "t2", NOW, &got));
    assert_ok(ticket_get(db, "invite", "t3", NOW, &got));
    assert_ok(ticket_use(db, got.id, NOW + 1));
    assert_err(ticket_use(db, got.id, NOW + 1), ERR_NOT_FOUND);
    assert_err(ticket_get(db, "invite", "t3", NOW, &got), ERR_NOT_FOUND);
    assert_ok(store_write_commit(db));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            box_test(accounts_and_logins),
            box_test(sessions_live_and_end),
            box_test(keys_are_revoked),
            box_test(tickets_work_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
