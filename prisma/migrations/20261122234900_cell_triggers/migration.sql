-- What a fact counts for is a function of its own row. Statement triggers write the difference that every insert, update
-- and delete makes into cell_delta and opt_in_delta, whoever writes; the cells loop adds these up. docs/adr/0011.

-- Whole hours since 1970; null for rows that a replay is about to fold anew.
create function "cell_hour"("at" timestamptz) returns int language sql immutable parallel safe as $$
  select case when isfinite("at") then floor(extract(epoch from "at") / 3600)::int end
$$;

-- The Monday, in UTC, of the week of an opt-in. 1 January 2001 was one.
create function "cohort_week"("at" timestamptz) returns date language sql immutable parallel safe as $$
  select (date_bin('7 days', "at", timestamptz '2001-01-01 00:00:00+00') at time zone 'UTC')::date
$$;

-- One share of a million that is split evenly into whole numbers: the first part takes what is left over.
create function "even_share"("whole" bigint, "parts" bigint, "place" bigint) returns bigint
language sql immutable parallel safe as $$
  select case when "place" = 1 then "whole" - ("parts" - 1) * ("whole" / "parts") else "whole" / "parts" end
$$;

-- Under which source and opt-in week an exposure counts, by the last-touch, first-touch and split rule (millionths).
create function "source_parts"(
  "first_source" text, "first_cohort" date, "last_source" text, "last_cohort" date, "split_sources" jsonb
) returns table ("source" text, "cohort" date, "last" bigint, "first" bigint, "split" bigint)
language sql stable parallel safe as $$
  select "last_source", "last_cohort", 1::bigint,
    case when "first_source" is not distinct from "last_source"
      and "first_cohort" is not distinct from "last_cohort" then 1::bigint else 0::bigint end,
    case when "split_sources" is null then 1000000::bigint else 0::bigint end
  union all
  select "first_source", "first_cohort", 0::bigint, 1::bigint, 0::bigint
  where "first_source" is distinct from "last_source" or "first_cohort" is distinct from "last_cohort"
  union all
  select "part"."value" ->> 0, ("part"."value" ->> 1)::date, 0::bigint, 0::bigint,
    even_share(1000000, jsonb_array_length("split_sources"), "part"."place")
  from jsonb_array_elements("split_sources") with ordinality as "part" ("value", "place")
$$;

-- Where a contact had opted in when something was sent or happened: earliest and latest opt-in, and all sources when
-- there was more than one, the newest first, ten at most. A minute of grace, since Meta's times are whole seconds. A
-- source that the sender itself named is believed.
create function "opt_in_touch"("org" text, "who" bytea, "at" timestamptz, "declared" text) returns table (
  "first_source" text, "first_cohort" date, "last_source" text, "last_cohort" date, "split_sources" jsonb
) language sql stable parallel safe as $$
  select coalesce("f"."source_key", "declared"), cohort_week("f"."opted_in_at"),
    coalesce("l"."source_key", "declared"), cohort_week("l"."opted_in_at"),
    case when "f"."id" <> "l"."id" then (
      select case when count(*) > 1 then jsonb_agg(jsonb_build_array("one"."source_key", cohort_week("one"."latest"))
        order by "one"."latest" desc, "one"."source_key") end
      from (
        select "s"."source_key", max("s"."opted_in_at") as "latest" from "opt_in" as "s"
        where "s"."organization_id" = "org" and "s"."contact" = "who"
          and "s"."opted_in_at" <= "at" + interval '60 seconds'
          and ("declared" is null or "s"."source_key" = "declared")
        group by "s"."source_key" order by max("s"."opted_in_at") desc, "s"."source_key" limit 10
      ) as "one"
    ) end
  from (select 1) as "always"
  left join lateral (
    select "o"."id", "o"."source_key", "o"."opted_in_at" from "opt_in" as "o"
    where "o"."organization_id" = "org" and "o"."contact" = "who"
      and "o"."opted_in_at" <= "at" + interval '60 seconds'
      and ("declared" is null or "o"."source_key" = "declared")
    order by "o"."opted_in_at", "o"."id" limit 1
  ) as "f" on true
  left join lateral (
    select "o"."id", "o"."source_key", "o"."opted_in_at" from "opt_in" as "o"
    where "o"."organization_id" = "org" and "o"."contact" = "who"
      and "o"."opted_in_at" <= "at" + interval '60 seconds'
      and ("declared" is null or "o"."source_key" = "declared")
    order by "o"."opted_in_at" desc, "o"."id" desc limit 1
  ) as "l" on true
$$;

-- The same body for three kinds of statements: a transition table can only be named in the text of a function.
do $make$
declare
  "op" record;
begin
  for "op" in
    select * from (values
      ('insert', 'select 1 as "sign", "n".* from "new_rows" as "n"'),
      ('update', 'select 1 as "sign", "n".* from "new_rows" as "n" union all select -1, "o".* from "old_rows" as "o"'),
      ('delete', 'select -1 as "sign", "o".* from "old_rows" as "o"')
    ) as "v" ("name", "rows")
  loop
    -- Replies within a conversation that the person began are no exposures.
    execute format($f$
      create function "count_exposure_%1$s"() returns trigger language plpgsql as $body$
      begin
        if current_setting('staygreen.keep_counts', true) = 'on' then return null; end if;
        insert into "cell_delta" ("organization_id", "hour", "phone_number_id", "source", "campaign", "template",
          "cohort", "kind", "basis", "age_days", "last", "first", "split", "delivered_last", "delivered_first",
          "delivered_split", "failed_last", "failed_first", "failed_split")
        select * from (
          select "r"."organization_id", cell_hour("r"."occurred_at"), "r"."phone_number_id", "p"."source",
            "r"."campaign_key", "r"."template_key", "p"."cohort", '', '', 0,
            sum("r"."sign" * "p"."last") as "a", sum("r"."sign" * "p"."first") as "b",
            sum("r"."sign" * "p"."split") as "c",
            sum("r"."sign" * "p"."last" * "s"."delivered") as "d",
            sum("r"."sign" * "p"."first" * "s"."delivered") as "e",
            sum("r"."sign" * "p"."split" * "s"."delivered") as "f",
            sum("r"."sign" * "p"."last" * "s"."failed") as "g",
            sum("r"."sign" * "p"."first" * "s"."failed") as "h",
            sum("r"."sign" * "p"."split" * "s"."failed") as "i"
          from (%2$s) as "r"
          cross join lateral (select
            (coalesce("r"."delivered_at", "r"."read_at") is not null)::int as "delivered",
            ("r"."failed_at" is not null and coalesce("r"."delivered_at", "r"."read_at") is null)::int as "failed"
          ) as "s"
          cross join lateral source_parts("r"."first_source", "r"."first_cohort", "r"."last_source",
            "r"."last_cohort", "r"."split_sources") as "p"
          where isfinite("r"."occurred_at")
            and coalesce("r"."pricing_category", '') not in ('service', 'referral_conversion')
          group by 1, 2, 3, 4, 5, 6, 7
        ) as "t"
        where "a" <> 0 or "b" <> 0 or "c" <> 0 or "d" <> 0 or "e" <> 0 or "f" <> 0 or "g" <> 0 or "h" <> 0 or "i" <> 0;
        return null;
      end $body$
    $f$, "op"."name", "op"."rows");

    execute format($f$
      create function "count_signal_%1$s"() returns trigger language plpgsql as $body$
      begin
        if current_setting('staygreen.keep_counts', true) = 'on' then return null; end if;
        insert into "cell_delta" ("organization_id", "hour", "phone_number_id", "source", "campaign", "template",
          "cohort", "kind", "basis", "age_days", "last", "first", "split", "delivered_last", "delivered_first",
          "delivered_split", "failed_last", "failed_first", "failed_split")
        select *, 0, 0, 0, 0, 0, 0 from (
          select "r"."organization_id", cell_hour("r"."occurred_at"), "r"."phone_number_id", "t"."s", "t"."k", "t"."t",
            "t"."c", "r"."kind", "r"."basis", "t"."a",
            sum("r"."sign" * "t"."l") as "x", sum("r"."sign" * "t"."f") as "y", sum("r"."sign" * "t"."w") as "z"
          from (%2$s) as "r"
          cross join lateral jsonb_to_recordset("r"."touches")
            as "t" ("s" text, "c" date, "k" text, "t" text, "a" int, "l" int, "f" int, "w" bigint)
          group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        ) as "d"
        where "x" <> 0 or "y" <> 0 or "z" <> 0;
        return null;
      end $body$
    $f$, "op"."name", "op"."rows");

    execute format($f$
      create function "count_opt_in_%1$s"() returns trigger language plpgsql as $body$
      begin
        if current_setting('staygreen.keep_counts', true) = 'on' then return null; end if;
        insert into "opt_in_delta" ("organization_id", "hour", "source", "opt_ins", "gained", "newcomers")
        select * from (
          select "r"."organization_id", cell_hour("r"."opted_in_at"), "r"."source_key", sum("r"."sign")::int as "a",
            sum("r"."sign" * "r"."first_here"::int)::int as "b", sum("r"."sign" * "r"."first_ever"::int)::int as "c"
          from (%2$s) as "r"
          group by 1, 2, 3
        ) as "d"
        where "a" <> 0 or "b" <> 0 or "c" <> 0;
        return null;
      end $body$
    $f$, "op"."name", "op"."rows");
  end loop;
end $make$;

-- Which other facts a change may move: the cells loop looks at these contacts again.

-- Plans in functions are kept: one that was made while the signals were few would read all of them for every message.
create function "recount_exposure_insert"() returns trigger language plpgsql
set enable_seqscan = off set jit = off as $$
begin
  -- A signal that named its message before it was known learns its contact.
  update "signal" as "s" set "contact" = "n"."contact", "contact_key_version" = "n"."contact_key_version"
  from "new_rows" as "n"
  where "s"."organization_id" = "n"."organization_id" and "s"."exposure_id" = "n"."id" and "s"."contact" is null
    and not "s"."erased" and "n"."contact" is not null;
  insert into "recount_entry" ("organization_id", "contact")
  select distinct "n"."organization_id", "n"."contact" from "new_rows" as "n"
  where "n"."contact" is not null and exists (
    select 1 from "signal" as "s"
    where "s"."organization_id" = "n"."organization_id" and "s"."contact" = "n"."contact");
  -- Signals that name the message and nobody, or somebody else.
  insert into "recount_entry" ("organization_id", "signal_id")
  select "s"."organization_id", "s"."id" from "new_rows" as "n"
  join "signal" as "s" on "s"."organization_id" = "n"."organization_id" and "s"."exposure_id" = "n"."id"
  where "s"."contact" is distinct from "n"."contact" or "n"."contact" is null;
  return null;
end $$;

-- Old and new rows are compared as sets: joining the two would cost the square of a large statement.
create function "recount_exposure_update"() returns trigger language plpgsql
set enable_seqscan = off set jit = off as $$
begin
  update "signal" as "s" set "contact" = "n"."contact", "contact_key_version" = "n"."contact_key_version"
  from (
    select "organization_id", "id", "contact", "contact_key_version" from "new_rows" where "contact" is not null
    except select "organization_id", "id", "contact", "contact_key_version" from "old_rows"
  ) as "n"
  where "s"."organization_id" = "n"."organization_id" and "s"."exposure_id" = "n"."id" and "s"."contact" is null
    and not "s"."erased";
  insert into "recount_entry" ("organization_id", "contact")
  select "organization_id", "contact" from (
    select "organization_id", "id", "contact", "occurred_at", "source_key" from "new_rows"
    where "contact" is not null and isfinite("occurred_at")
    except select "organization_id", "id", "contact", "occurred_at", "source_key" from "old_rows"
  ) as "moved"
  union
  select "organization_id", "contact" from (
    select "organization_id", "id", "contact", "campaign_key", "template_key", "phone_number_id", "pricing_category",
      "failed_at" is not null and coalesce("delivered_at", "read_at") is null
    from "new_rows" where "contact" is not null and isfinite("occurred_at")
    except select "organization_id", "id", "contact", "campaign_key", "template_key", "phone_number_id",
      "pricing_category", "failed_at" is not null and coalesce("delivered_at", "read_at") is null
    from "old_rows"
  ) as "changed"
  where exists (select 1 from "signal" as "s"
    where "s"."organization_id" = "changed"."organization_id" and "s"."contact" = "changed"."contact")
  union
  select "organization_id", "contact" from (
    select "organization_id", "id", "contact" from "old_rows" where "contact" is not null
    except select "organization_id", "id", "contact" from "new_rows"
  ) as "gone"
  where exists (select 1 from "signal" as "s"
    where "s"."organization_id" = "gone"."organization_id" and "s"."contact" = "gone"."contact");
  insert into "recount_entry" ("organization_id", "signal_id")
  select "s"."organization_id", "s"."id"
  from (
    select "organization_id", "id", "contact", "occurred_at", "campaign_key", "template_key", "first_source",
      "first_cohort", "last_source", "last_cohort", "split_sources" from "new_rows"
    except select "organization_id", "id", "contact", "occurred_at", "campaign_key", "template_key", "first_source",
      "first_cohort", "last_source", "last_cohort", "split_sources" from "old_rows"
  ) as "n"
  join "signal" as "s" on "s"."organization_id" = "n"."organization_id" and "s"."exposure_id" = "n"."id"
  where ("s"."contact" is distinct from "n"."contact" or "n"."contact" is null) and not "s"."erased";
  return null;
end $$;

create function "recount_exposure_delete"() returns trigger language plpgsql
set enable_seqscan = off set jit = off as $$
begin
  if current_setting('staygreen.keep_counts', true) = 'on' then return null; end if;
  insert into "recount_entry" ("organization_id", "contact")
  select distinct "o"."organization_id", "o"."contact" from "old_rows" as "o"
  where "o"."contact" is not null and exists (
    select 1 from "signal" as "s"
    where "s"."organization_id" = "o"."organization_id" and "s"."contact" = "o"."contact");
  insert into "recount_entry" ("organization_id", "signal_id")
  select "s"."organization_id", "s"."id" from "old_rows" as "o"
  join "signal" as "s" on "s"."organization_id" = "o"."organization_id" and "s"."exposure_id" = "o"."id"
  where ("s"."contact" is distinct from "o"."contact" or "o"."contact" is null) and not "s"."erased";
  return null;
end $$;

create function "recount_signal_insert"() returns trigger language plpgsql as $$
begin
  insert into "recount_entry" ("organization_id", "contact", "signal_id")
  select distinct "n"."organization_id", "n"."contact", case when "n"."contact" is null then "n"."id" end
  from "new_rows" as "n";
  return null;
end $$;

create function "recount_signal_update"() returns trigger language plpgsql as $$
begin
  insert into "recount_entry" ("organization_id", "contact", "signal_id")
  select "organization_id", "contact", case when "contact" is null then "id" end from (
    select "organization_id", "id", "contact", "occurred_at", "kind", "exposure_id", "phone_number_id",
      "detail" ->> 'via' from "new_rows" where not "erased"
    except select "organization_id", "id", "contact", "occurred_at", "kind", "exposure_id", "phone_number_id",
      "detail" ->> 'via' from "old_rows"
  ) as "changed"
  union
  select "organization_id", "contact", null from (
    select "organization_id", "id", "contact" from "old_rows" where "contact" is not null
      and "id" not in (select "id" from "new_rows" where "erased")
    except select "organization_id", "id", "contact" from "new_rows"
  ) as "gone";
  return null;
end $$;

create function "recount_signal_delete"() returns trigger language plpgsql as $$
begin
  if current_setting('staygreen.keep_counts', true) = 'on' then return null; end if;
  insert into "recount_entry" ("organization_id", "contact")
  select distinct "o"."organization_id", "o"."contact" from "old_rows" as "o" where "o"."contact" is not null;
  return null;
end $$;

create function "recount_opt_in_insert"() returns trigger language plpgsql as $$
begin
  insert into "recount_entry" ("organization_id", "contact")
  select distinct "n"."organization_id", "n"."contact" from "new_rows" as "n" where "n"."contact" is not null;
  return null;
end $$;

create function "recount_opt_in_update"() returns trigger language plpgsql as $$
begin
  insert into "recount_entry" ("organization_id", "contact")
  select "organization_id", "contact" from (
    select "organization_id", "id", "contact", "source_key", "opted_in_at" from "new_rows" where "contact" is not null
    except select "organization_id", "id", "contact", "source_key", "opted_in_at" from "old_rows"
  ) as "changed"
  union
  select "organization_id", "contact" from (
    select "organization_id", "id", "contact" from "old_rows" where "contact" is not null
      and "id" not in (select "id" from "new_rows" where "erased")
    except select "organization_id", "id", "contact" from "new_rows"
  ) as "gone";
  return null;
end $$;

create function "recount_opt_in_delete"() returns trigger language plpgsql as $$
begin
  if current_setting('staygreen.keep_counts', true) = 'on' then return null; end if;
  insert into "recount_entry" ("organization_id", "contact")
  select distinct "o"."organization_id", "o"."contact" from "old_rows" as "o" where "o"."contact" is not null;
  return null;
end $$;

-- A new hash of a person: what is filed under the old one is moved over.
create function "recount_alias"() returns trigger language plpgsql as $$
begin
  insert into "recount_entry" ("organization_id", "contact")
  select distinct "n"."organization_id", "n"."contact" from "new_rows" as "n";
  return null;
end $$;

-- What is there already: a source that the sender named is believed, everything else has no opt-in yet.
update "exposure" set "first_source" = "source_key", "last_source" = "source_key" where "source_key" is not null;

do $make$
declare
  "fact" text;
begin
  foreach "fact" in array array['exposure', 'signal', 'opt_in'] loop
    execute format('create trigger "count_insert" after insert on %1$I referencing new table as "new_rows"
      for each statement execute function %2$I()', "fact", 'count_' || "fact" || '_insert');
    execute format('create trigger "count_update" after update on %1$I
      referencing old table as "old_rows" new table as "new_rows"
      for each statement execute function %2$I()', "fact", 'count_' || "fact" || '_update');
    execute format('create trigger "count_delete" after delete on %1$I referencing old table as "old_rows"
      for each statement execute function %2$I()', "fact", 'count_' || "fact" || '_delete');
    execute format('create trigger "recount_insert" after insert on %1$I referencing new table as "new_rows"
      for each statement execute function %2$I()', "fact", 'recount_' || "fact" || '_insert');
    execute format('create trigger "recount_update" after update on %1$I
      referencing old table as "old_rows" new table as "new_rows"
      for each statement execute function %2$I()', "fact", 'recount_' || "fact" || '_update');
    execute format('create trigger "recount_delete" after delete on %1$I referencing old table as "old_rows"
      for each statement execute function %2$I()', "fact", 'recount_' || "fact" || '_delete');
  end loop;
end $make$;
create trigger "recount_insert" after insert on "contact_alias" referencing new table as "new_rows"
  for each statement execute function "recount_alias"();
create trigger "recount_update" after update on "contact_alias" referencing new table as "new_rows"
  for each statement execute function "recount_alias"();

insert into "cell_delta" ("organization_id", "hour", "phone_number_id", "source", "campaign", "template", "cohort",
  "kind", "basis", "age_days", "last", "first", "split", "delivered_last", "delivered_first", "delivered_split",
  "failed_last", "failed_first", "failed_split")
select "organization_id", cell_hour("occurred_at"), "phone_number_id", "last_source", "campaign_key", null, null, '', '',
  0, count(*), count(*), count(*) * 1000000,
  count(coalesce("delivered_at", "read_at")), count(coalesce("delivered_at", "read_at")),
  count(coalesce("delivered_at", "read_at")) * 1000000,
  count(*) filter (where "failed_at" is not null and coalesce("delivered_at", "read_at") is null),
  count(*) filter (where "failed_at" is not null and coalesce("delivered_at", "read_at") is null),
  count(*) filter (where "failed_at" is not null and coalesce("delivered_at", "read_at") is null) * 1000000
from "exposure"
where isfinite("occurred_at") and coalesce("pricing_category", '') not in ('service', 'referral_conversion')
group by 1, 2, 3, 4, 5;

insert into "recount_entry" ("organization_id", "contact", "signal_id")
select distinct "organization_id", "contact", case when "contact" is null then "id" end from "signal";
