/* comment_api - comments on cards and contacts, and who follows them. */
#include "api/card_reply.h"
#include "api/shapes.h"
#include "core/comment.h"
#include "core/follow.h"

#define PAGE_ROWS 50

static const struct shape sh_comments = {
        "Comments", (const struct member_shape[]){R_ARR("rows", &sh_comment), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_comment_out = {"CommentOut",
        (const struct member_shape[]){R_OBJ("comment", &sh_comment), R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_comment_edited = {
        "CommentEdited", (const struct member_shape[]){R_OBJ("comment", &sh_comment), SHAPE_END}};
static const struct shape sh_comment_gone = {
        "CommentGone", (const struct member_shape[]){R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_person = {"MemberBrief",
        (const struct member_shape[]){R_INT("id"), R_TEXT("name"), R_TEXT("initials"), SHAPE_END}};
static const struct shape sh_readers = {
        "Readers", (const struct member_shape[]){R_ARR("rows", &sh_person), SHAPE_END}};
static const struct shape sh_followers = {"Followers",
        (const struct member_shape[]){R_ARR("rows", &sh_person), R_BOOL("following"), SHAPE_END}};

#define TEXT                                                                                                 \
    {                                                                                                        \
        .name = "text", .type = SH_TEXT, .flags = SH_REQUIRED, .max = COMMENT_MAX                            \
    }
#define MENTIONS                                                                                             \
    {                                                                                                        \
        .name = "mentions", .type = SH_ARRAY_INT, .max = MENTIONS_MAX                                        \
    }
static const struct shape sh_comment_in = {
        "CommentIn", (const struct member_shape[]){TEXT, MENTIONS, SHAPE_END}};
static const struct shape sh_comment_edit = {
        "CommentEdit", (const struct member_shape[]){TEXT, MENTIONS, I_VERSION, SHAPE_END}};
static const struct shape sh_follow_in = {"FollowIn",
        (const struct member_shape[]){{.name = "follow", .type = SH_BOOL, .flags = SH_REQUIRED}, SHAPE_END}};
static const struct member_shape q_readers[] = {I_TEXT("q", 100), SHAPE_END};

static struct subject card_of(const struct call *c)
{
    return (struct subject){.card_id = c->id[0]};
}

static struct subject contact_of(const struct call *c)
{
    return (struct subject){.contact_id = c->id[0]};
}

static enum err list(struct call *c, struct subject s)
{
    return comment_list_write(
            c->cx, &s, q_text(c, "cursor", NULL), (int)q_int(c, "limit", PAGE_ROWS), c->out);
}

static enum err get_card_comments(struct call *c)
{
    return list(c, card_of(c));
}

static enum err get_contact_comments(struct call *c)
{
    return list(c, contact_of(c));
}

static enum err reply(struct call *c, const struct comment *comment, bool change)
{
    jw_obj(c->out);
    jw_key(c->out, "comment");
    comment_write(c->cx, c->out, comment);
    if (change)
        reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post(struct call *c, struct subject s)
{
    struct comment comment;
    enum err e = comment_add(c->cx, &s, in_text(c, "text", ""), in_json(c, "mentions"), &comment);
    return e ? e : reply(c, &comment, true);
}

static enum err post_card_comment(struct call *c)
{
    return post(c, card_of(c));
}

static enum err post_contact_comment(struct call *c)
{
    return post(c, contact_of(c));
}

static enum err patch_comment(struct call *c)
{
    struct comment comment;
    enum err e = comment_edit(c->cx, c->id[0], in_int(c, "version", 0), in_text(c, "text", ""),
            in_json(c, "mentions"), &comment);
    return e ? e : reply(c, &comment, false);
}

static enum err delete_comment(struct call *c)
{
    enum err e = comment_trash(c->cx, c->id[0]);
    if (e)
        return e;
    jw_obj(c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err readers(struct call *c, struct subject s)
{
    return comment_readers_write(c->cx, &s, q_text(c, "q", ""), c->out);
}

static enum err get_card_readers(struct call *c)
{
    return readers(c, card_of(c));
}

static enum err get_contact_readers(struct call *c)
{
    return readers(c, contact_of(c));
}

static enum err followers(struct call *c, struct subject s)
{
    return follow_write(c->cx, &s, c->out);
}

static enum err get_card_followers(struct call *c)
{
    return followers(c, card_of(c));
}

static enum err get_contact_followers(struct call *c)
{
    return followers(c, contact_of(c));
}

static enum err follow(struct call *c, struct subject s)
{
    enum err e = follow_set(c->cx, &s, in_bool(c, "follow", true));
    return e ? e : followers(c, s);
}

static enum err post_card_follow(struct call *c)
{
    return follow(c, card_of(c));
}

static enum err post_contact_follow(struct call *c)
{
    return follow(c, contact_of(c));
}

#define CREATES (ROUTE_CREATED | ROUTE_IDEMPOTENT_KEY)

static const struct route routes[] = {
        {"GET", "/api/cards/{id}/comments", AUTH_MEMBER, TX_READ, 0, NULL, &sh_comments, q_page,
                get_card_comments, "What people said about a card, latest first.", NULL},
        {"POST", "/api/cards/{id}/comments", AUTH_MEMBER, TX_WRITE, CREATES, &sh_comment_in, &sh_comment_out,
                NULL, post_card_comment, "Say something about a card; followers and the mentioned are told.",
                NULL},
        {"GET", "/api/contacts/{id}/comments", AUTH_MEMBER, TX_READ, 0, NULL, &sh_comments, q_page,
                get_contact_comments, "What people said about a contact, latest first.", NULL},
        {"POST", "/api/contacts/{id}/comments", AUTH_MEMBER, TX_WRITE, CREATES, &sh_comment_in,
                &sh_comment_out, NULL, post_contact_comment,
                "Say something about a contact; followers and the mentioned are told.", NULL},
        {"PATCH", "/api/comments/{id}", AUTH_MEMBER, TX_WRITE, 0, &sh_comment_edit, &sh_comment_edited, NULL,
                patch_comment, "Change a comment of one's own.", NULL},
        {"DELETE", "/api/comments/{id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_comment_gone, NULL,
                delete_comment, "Take a comment of one's own back; administrators anybody's.", NULL},
        {"GET", "/api/cards/{id}/readers", AUTH_MEMBER, TX_READ, 0, NULL, &sh_readers, q_readers,
                get_card_readers, "Colleagues who may see a card, by what was typed of a name.", NULL},
        {"GET", "/api/contacts/{id}/readers", AUTH_MEMBER, TX_READ, 0, NULL, &sh_readers, q_readers,
                get_contact_readers, "Colleagues who may see a contact, by what was typed of a name.", NULL},
        {"GET", "/api/cards/{id}/followers", AUTH_MEMBER, TX_READ, 0, NULL, &sh_followers, NULL,
                get_card_followers, "Who is told of comments on a card.", NULL},
        {"POST", "/api/cards/{id}/follow", AUTH_MEMBER, TX_WRITE, 0, &sh_follow_in, &sh_followers, NULL,
                post_card_follow, "Follow a card, or not.", NULL},
        {"GET", "/api/contacts/{id}/followers", AUTH_MEMBER, TX_READ, 0, NULL, &sh_followers, NULL,
                get_contact_followers, "Who is told of comments on a contact.", NULL},
        {"POST", "/api/contacts/{id}/follow", AUTH_MEMBER, TX_WRITE, 0, &sh_follow_in, &sh_followers, NULL,
                post_contact_follow, "Follow a contact, or not.", NULL},
};
const struct route_list comment_routes = {"Comments", routes, sizeof routes / sizeof *routes};
