"""Everyone whom the sample reports name, under which address and in which posts, as read by a person."""

from pathlib import Path

from indexer.library import Library

ORACLE = Path(__file__).with_name("corpus-people.tsv")


def test_the_sample_reports_name_these_people_in_these_posts(engine: Library) -> None:
    written = {line for line in ORACLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    read = set()
    for listed in engine.names.people:
        person = engine.names.person(listed.slug)
        assert person is not None
        for seen in person.appearances:
            posts = ",".join(f"{post.affiliation}|{post.post}" for post in seen.person.posts)
            row = (person.slug, seen.person.chinese, seen.person.english, seen.report, posts)
            read.add("\t".join(row))
    assert read - written == set() and written - read == set()
