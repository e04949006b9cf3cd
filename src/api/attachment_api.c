/* attachment_api - files of cards and contacts, in and out. */
#include "api/app.h"
#include "api/card_reply.h"
#include "api/download.h"
#include "api/shapes.h"
#include "core/attachment.h"
#include "core/file.h"
#include "core/sniff.h"

#include <stdio.h>

#define PAGE_ROWS 50
/* A file is somebody's: whatever it holds, it runs nothing, loads nothing and knows no session. */
#define CSP_FILE "default-src 'none'; sandbox"

static const struct shape sh_attachment = {"Attachment",
        (const struct member_shape[]){R_INT("id"), N_INT("card_id"), N_INT("contact_id"),
                {.name = "field_id",
                        .type = SH_INT,
                        .flags = SH_REQUIRED | SH_NULL,
                        .doc = "Of which field it is or was the value; not listed with the others"},
                R_TEXT("name"),
                {.name = "type",
                        .type = SH_TEXT,
                        .flags = SH_REQUIRED,
                        .doc = "Media type, as its first bytes say"},
                R_INT("size_bytes"), N_INT("width"), N_INT("height"),
                {.name = "shown",
                        .type = SH_BOOL,
                        .flags = SH_REQUIRED,
                        .doc = "A picture of a size that a browser can show: ?inline=1"},
                R_TIME("created_at"), R_INT("created_by"), N_TIME("trashed_at"), SHAPE_END}};
static const struct shape sh_attachments = {"Attachments",
        (const struct member_shape[]){R_ARR("rows", &sh_attachment), N_TEXT("next"), SHAPE_END}};
static const struct shape sh_attachment_out = {
        "AttachmentOut", (const struct member_shape[]){R_OBJ("attachment", &sh_attachment),
                                 R_OBJ("change", &sh_change), SHAPE_END}};
static const struct shape sh_brought = {
        "FileBrought", (const struct member_shape[]){R_OBJ("attachment", &sh_attachment), SHAPE_END}};
static const struct shape sh_attachment_gone = {
        "AttachmentGone", (const struct member_shape[]){R_OBJ("change", &sh_change), SHAPE_END}};

static const struct member_shape q_attach[] = {{.name = "name",
                                                       .type = SH_TEXT,
                                                       .flags = SH_REQUIRED,
                                                       .min = 1,
                                                       .max = 1000,
                                                       .doc = "The file's name; a path in front of it is "
                                                              "taken away"},
        SHAPE_END};
static const struct member_shape q_files[] = {I_BOOL("trash"),
        {.name = "cursor", .type = SH_TEXT, .max = 2000},
        {.name = "limit", .type = SH_INT, .min = 1, .max = 200}, SHAPE_END};
static const struct member_shape q_file[] = {
        {.name = "inline", .type = SH_BOOL, .doc = "To be shown; only pictures are"}, SHAPE_END};

/* What is carried from reading the file, which takes as long as it is large, through short transactions. */
struct arrival {
    struct attachment file;
    struct file_put put;
    bool more;
};

/* Its size, hash, type and, of a picture, width and height. */
static enum err look(struct call *c, FILE *from, struct attachment *out)
{
    struct crypt_sha256 hash;
    unsigned char digest[SHA256_BYTES];
    char *b = arena_alloc(c->cx->arena, SNIFF_BYTES);
    size_t n;
    crypt_sha256_begin(&hash);
    while ((n = fread(b, 1, SNIFF_BYTES, from)) > 0) {
        if (!out->size_bytes)
            out->type = sniff_type(c->cx->arena, b, n);
        crypt_sha256_add(&hash, b, n);
        out->size_bytes += (int64_t)n;
    }
    if (ferror(from))
        return ERR_INTERNAL;
    crypt_sha256_end(&hash, digest);
    out->sha256 = crypt_hex(c->cx->arena, digest, sizeof digest);
    if (out->type)
        sniff_picture(from, out->type, &out->width, &out->height);
    rewind(from);
    return ERR_OK;
}

/* May it be attached, and are its bytes here already? */
static enum err check(struct call *c)
{
    struct arrival *in = c->carried;
    int64_t same;
    enum err e = attachment_check(c->cx, &in->file);
    if (!e)
        e = attachment_same(c->cx, in->file.sha256, in->file.size_bytes, &same);
    in->more = e == ERR_NOT_FOUND && !c->cx->fault.code;
    return in->more ? ERR_OK : e;
}

static enum err put_piece(struct call *c)
{
    struct arrival *in = c->carried;
    return file_put_step(c->cx, &in->put, &in->more);
}

static enum err attach(struct call *c)
{
    struct arrival *in = c->carried;
    in->file.file_id = in->put.id;
    enum err e = attachment_add(c->cx, &in->file);
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "attachment");
    attachment_write(c->out, &in->file);
    if (!in->file.field_id)
        reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err take_in(struct call *c, struct arrival *in, FILE *from)
{
    enum err e = look(c, from, &in->file);
    if (!e)
        e = call_read(c, check);
    in->put = (struct file_put){.kind = ATTACHMENT_FILE_KIND,
            .name = "",
            .type = in->file.type,
            .from = from,
            .keep_ms = MS_DAY}; /* until it is attached */
    while (!e && in->more)
        e = call_write(c, put_piece);
    return e ? e : call_write(c, attach);
}

static enum err arrive(struct call *c, struct attachment place)
{
    struct arrival *in = arena_new_of(c->cx->arena, struct arrival);
    in->file = place;
    in->file.name = attachment_name(c->cx->arena, q_text(c, "name", ""));
    c->carried = in;
    FILE *from = fopen(c->rq->body_path ? c->rq->body_path : "/dev/null", "rbe");
    if (!from)
        return ERR_INTERNAL;
    enum err e = take_in(c, in, from);
    fclose(from);
    return e;
}

static enum err post_card_file(struct call *c)
{
    return arrive(c, (struct attachment){.card_id = c->id[0]});
}

static enum err post_contact_file(struct call *c)
{
    return arrive(c, (struct attachment){.contact_id = c->id[0]});
}

static enum err post_field_file(struct call *c)
{
    return arrive(c, (struct attachment){.field_id = c->id[0]});
}

static enum err list(struct call *c, struct subject s)
{
    return attachment_list_write(c->cx, &s, q_int(c, "trash", 0) != 0, q_text(c, "cursor", NULL),
            (int)q_int(c, "limit", PAGE_ROWS), c->out);
}

static enum err get_card_files(struct call *c)
{
    return list(c, (struct subject){.card_id = c->id[0]});
}

static enum err get_contact_files(struct call *c)
{
    return list(c, (struct subject){.contact_id = c->id[0]});
}

static enum err get_attachment(struct call *c)
{
    struct attachment at;
    enum err e = attachment_get(c->cx, c->id[0], &at);
    if (!e)
        attachment_write(c->out, &at);
    return e;
}

static enum err get_file(struct call *c)
{
    struct attachment at;
    enum err e = attachment_get(c->cx, c->id[0], &at);
    if (e)
        return e;
    const bool shown = q_int(c, "inline", 0) && sniff_shown(at.type);
    c->rq->reply.content_type = shown ? at.type : "application/octet-stream";
    http_reply_header(c->rq, "Content-Disposition",
            download_name(c->cx->arena, shown ? "inline" : "attachment", "file", at.name));
    http_reply_header_set(c->rq, "Content-Security-Policy", CSP_FILE);
    http_reply_header(c->rq, "Cross-Origin-Resource-Policy", "same-origin");
    return download_file(c, at.file_id, at.size_bytes, at.sha256);
}

static enum err delete_file(struct call *c)
{
    enum err e = attachment_trash(c->cx, c->id[0]);
    if (e)
        return e;
    jw_obj(c->out);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

static enum err post_restore(struct call *c)
{
    struct attachment at;
    enum err e = attachment_restore(c->cx, c->id[0]);
    if (!e)
        e = attachment_get(c->cx, c->id[0], &at);
    if (e)
        return e;
    jw_obj(c->out);
    jw_key(c->out, "attachment");
    attachment_write(c->out, &at);
    reply_change(c);
    jw_obj_end(c->out);
    return ERR_OK;
}

#define UPLOAD (ROUTE_CREATED | ROUTE_FILE_BODY | ROUTE_ATTACHED | ROUTE_LONG)

static const struct route routes[] = {
        {"GET", "/api/cards/{id}/attachments", AUTH_MEMBER, TX_READ, 0, NULL, &sh_attachments, q_files,
                get_card_files, "A card's files, latest first.", NULL},
        {"POST", "/api/cards/{id}/attachments", AUTH_MEMBER, TX_NONE, UPLOAD, NULL, &sh_attachment_out,
                q_attach, post_card_file, "Attach a file to a card: the body is the file.", NULL},
        {"GET", "/api/contacts/{id}/attachments", AUTH_MEMBER, TX_READ, 0, NULL, &sh_attachments, q_files,
                get_contact_files, "A contact's files, latest first.", NULL},
        {"POST", "/api/contacts/{id}/attachments", AUTH_MEMBER, TX_NONE, UPLOAD, NULL, &sh_attachment_out,
                q_attach, post_contact_file, "Attach a file to a contact: the body is the file.", NULL},
        {"POST", "/api/fields/{id}/file", AUTH_MEMBER, TX_NONE, UPLOAD, NULL, &sh_brought, q_attach,
                post_field_file,
                "Bring a file for a field of type file: the body is the file. It becomes a card's when the "
                "card is "
                "saved with its id as the field's value; what is not saved within a day goes.",
                NULL},
        {"GET", "/api/attachments/{id}", AUTH_MEMBER, TX_READ, 0, NULL, &sh_attachment, NULL, get_attachment,
                "What a file is: name, type, size.", NULL},
        {"GET", "/api/attachments/{id}/file", AUTH_MEMBER, TX_READ, 0, NULL, NULL, q_file, get_file,
                "The file itself, or the part that a Range header names.", "application/octet-stream"},
        {"DELETE", "/api/attachments/{id}", AUTH_MEMBER, TX_WRITE, 0, NULL, &sh_attachment_gone, NULL,
                delete_file, "Put a file into the trash; it is removed 30 days later.", NULL},
        {"POST", "/api/attachments/{id}/restore", AUTH_MEMBER, TX_WRITE, 0, &sh_empty, &sh_attachment_out,
                NULL, post_restore, "Take a file out of the trash.", NULL},
};
const struct route_list attachment_routes = {"Files", routes, sizeof routes / sizeof *routes};
