#include "core/access.h"
#include "core/import_plan.h"
#include "meta/field_type.h"

#include <stdio.h>
#include <strings.h>

/* What headers of files in the three languages usually mean; folded. */
static const struct {
    const char *to;
    const char *words; /* between bars */
} synonyms[] = {
        {"contact.email", "|email|e mail|mail|email address|e mail address|email cim|e mail "
                          "cim|emailcim|adresa email|adresa de email|"},
        {"contact.phone",
                "|phone|phone number|telephone|mobile|tel|telefon|telefonszam|mobil|mobiltelefon|numar de "
                "telefon|numar telefon|"},
        {"contact.first_name", "|first name|firstname|given name|keresztnev|utonev|prenume|"},
        {"contact.last_name",
                "|last name|lastname|surname|family name|vezeteknev|csaladnev|nume de familie|"},
        {"contact.name", "|contact|contact name|full name|person|kapcsolattarto|teljes nev|szemely|contact "
                         "nume|persoana de contact|nume complet|"},
        {"contact.position", "|position|job title|title|beosztas|pozicio|functie|functia|"},
        {"contact.city", "|person city|szemely varosa|"},
        {"company.name", "|company|company "
                         "name|organization|organisation|account|ceg|cegnev|vallalat|companie|firma|denumire "
                         "firma|nume companie|"},
        {"company.industry", "|industry|sector|iparag|agazat|industrie|domeniu|"},
        {"company.region", "|region|regio|regiune|"},
        {"company.employees", "|employees|number of employees|headcount|letszam|alkalmazottak|alkalmazottak "
                              "szama|angajati|numar angajati|"},
        {"company.revenue_minor",
                "|revenue|annual revenue|yearly revenue|arbevetel|eves arbevetel|cifra de afaceri|"},
        {"company.tax_no", "|tax number|vat|vat number|adoszam|cui|cod fiscal|"},
        {"company.web", "|website|web|url|honlap|weboldal|site|site web|"},
        {"company.city", "|city|town|varos|telepules|oras|localitate|"},
        {"company.street", "|street|address|cim|utca|adresa|strada|"},
        {"company.postal_code", "|postal code|zip|zip code|postcode|iranyitoszam|cod postal|"},
        {"company.county", "|county|state|megye|judet|"},
        {"company.country", "|country|orszag|tara|"},
        {"name", "|name|card|card name|opportunity|lead|deal|nev|megnevezes|nume|denumire|"},
        {"value", "|value|amount|deal value|ertek|osszeg|valoare|suma|"},
        {"owner", "|owner|responsible|assigned to|felelos|detinator|responsabil|"},
        {"status", "|status|stage|statusz|allapot|stare|etapa|"},
        {"source", "|source|lead source|forras|sursa|"},
};

static const char *by_synonym(const char *folded)
{
    char needle[130];
    if (strlen(folded) > 120 || !*folded)
        return NULL;
    snprintf(needle, sizeof needle, "|%s|", folded);
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
        if (strstr(synonyms[i].words, needle))
            return synonyms[i].to;
    return NULL;
}

static const char *by_field(struct ctx *cx, const struct module *mod, const char *header, const char *folded)
{
    for (int i = 0; i < mod->n_fields; i++) {
        const struct field *f = &mod->fields[i];
        if (!f->editable || strcmp(f->type->name, "contact") == 0 || strcmp(f->type->name, "file") == 0)
            continue;
        bool hit = strcasecmp(f->code, header) == 0;
        for (int l = 0; !hit && l < N_LANG; l++)
            hit = strcmp(text_fold(cx->arena, f->label.text[l]), folded) == 0;
        if (hit)
            return f->code;
    }
    return NULL;
}

static bool taken(const json_t *columns, const char *to)
{
    size_t i;
    json_t *c;
    json_array_foreach((json_t *)columns, i, c)
    {
        const char *t = json_string_value(json_object_get(c, "to"));
        if (t && strcmp(t, to) == 0)
            return true;
    }
    return false;
}

static bool fixed_status(const struct module *mod, const char *to)
{
    return strcmp(to, "status") == 0 && mod->kind && strcmp(mod->kind, "autosales") == 0;
}

/* Which option an already distinct value means: the map starts with what can be told. */
static json_t *guess_values(struct ctx *cx, const struct field *f, const json_t *distinct)
{
    json_t *values = json_object();
    size_t i;
    json_t *v;
    json_array_foreach((json_t *)distinct, i, v)
    {
        const char *folded = text_fold(cx->arena, json_string_value(v));
        for (int o = 0; o < f->n_options; o++)
            for (int l = 0; l < N_LANG; l++)
                if (strcmp(text_fold(cx->arena, f->options[o].label.text[l]), folded) == 0)
                    json_object_set_new(values, json_string_value(v),
                            *f->options[o].code ? json_string(f->options[o].code)
                                                : json_string(f->options[o].label.text[cx->lang]));
    }
    return values;
}

static json_t *guess_column(struct ctx *cx, const struct module *mod, const json_t *stats, const json_t *done)
{
    const char *header = json_string_value(json_object_get(stats, "header"));
    const char *kind = json_string_value(json_object_get(stats, "kind"));
    const char *folded = text_fold(cx->arena, header);
    const char *to = by_field(cx, mod, header, folded);
    if (!to || fixed_status(mod, to))
        to = by_synonym(folded);
    if (!to && strcmp(kind, "email") == 0)
        to = "contact.email";
    if (to && (fixed_status(mod, to) || taken(done, to)))
        to = NULL;
    if (to && module_field(mod, to) && access_marks(cx, mod, module_field(mod, to)))
        to = NULL;
    const struct field *f = to ? module_field(mod, to) : NULL;
    json_t *c = json_object();
    json_object_set_new(c, "header", json_string(header));
    json_object_set_new(c, "to", to ? json_string(to) : json_null());
    if (f && strncmp(f->type->name, "choice", 6) == 0) {
        json_object_set_new(c, "values", guess_values(cx, f, json_object_get(stats, "distinct")));
        json_object_set_new(c, "create_options", json_boolean(f->id != 0));
    }
    if (!to && strcmp(kind, "empty") != 0) {
        json_t *n = json_object(); /* what the field would be, should a person wish for one */
        json_object_set_new(n, "label", json_string(header));
        json_object_set_new(n, "type", json_string(kind));
        json_object_set_new(c, "new", n);
        json_object_set_new(c, "create_options", json_true());
    }
    return c;
}

json_t *plan_guess(struct ctx *cx, const struct module *mod, const json_t *columns)
{
    json_t *mapping = json_object(), *out = json_array();
    size_t i;
    json_t *stats;
    json_array_foreach((json_t *)columns, i, stats)
            json_array_append_new(out, guess_column(cx, mod, stats, out));
    json_object_set_new(mapping, "module", json_string(mod->template));
    json_object_set_new(mapping, "key", json_null());
    json_object_set_new(mapping, "match_contacts", json_true());
    json_object_set_new(mapping, "columns", out);
    return mapping;
}
