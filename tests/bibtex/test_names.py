"""Names cut into their parts as BibTeX does."""

import pytest

from atlas.bibtex.names import Person, in_han, name_faults, people


@pytest.mark.parametrize(
    ("written", "person", "name"),
    [
        ("Jane Doe", Person("Doe", "Jane"), "Jane Doe"),
        ("Doe, Jane B.", Person("Doe", "Jane B."), "Jane B. Doe"),
        ("Anna van den Berg", Person("Berg", "Anna", "van den"), "Anna van den Berg"),
        ("van den Berg, Anna", Person("Berg", "Anna", "van den"), "Anna van den Berg"),
        ("Roe, Jr, Richard", Person("Roe", "Richard", "", "Jr"), "Richard Roe, Jr"),
        ("De La Toy, Jo", Person("De La Toy", "Jo"), "Jo De La Toy"),
        ("Bl{\\\"o}ggs, J{\\'o}e", Person("Blöggs", "Jóe"), "Jóe Blöggs"),
        ("{\\L}ukasz {\\O}re", Person("Øre", "Łukasz"), "Łukasz Øre"),
        ("{Imaginary Institute}", Person(literal="Imaginary Institute"), "Imaginary Institute"),
        ("{{\\TOY} Institute}", Person(literal="Institute"), "Institute"),
        ("{\\textsc{Toy} Institute}", Person(literal="Toy Institute"), "Toy Institute"),
        ("{Doe and Sons}", Person(literal="Doe and Sons"), "Doe and Sons"),
        ("{\\'E}lan", Person("Élan"), "Élan"),
        ("{Jane} {Doe}", Person("Doe", "Jane"), "Jane Doe"),
        ("OpenToy", Person("OpenToy"), "OpenToy"),
        ("张, 三", Person("张", "三"), "张三"),
        ("王小明", Person("王小明"), "王小明"),
    ],
)
def test_one_name(written: str, person: Person, name: str) -> None:
    assert people(written) == ((person,), False)
    assert person.name == name


def test_lists_of_names() -> None:
    both = (Person("Doe", "Jane"), Person("Roe", "R."))
    assert people("Doe, Jane  and\n R. Roe") == (both, False)
    assert people("Doe, Jane and Roe, R. and others") == (both, True)
    assert people("") == ((), False)
    assert people("others") == ((), True)


def test_in_han() -> None:
    assert in_han("张")
    assert not in_han("Łukasz")


AND = "write each name as `Family, Given`, with ` and ` between two names"


@pytest.mark.parametrize(
    ("written", "message", "fix"),
    [
        (
            "Doe, Jane and and Roe, R.",
            "a name is missing beside an `and`",
            "write one ` and ` between two names",
        ),
        (
            "Doe, Jane and",
            "a name is missing beside an `and`",
            "write one ` and ` between two names",
        ),
        (
            "Doe, Jane and others and Roe, R.",
            "`others` stands before the end of the names",
            "move `and others` to the end",
        ),
        (
            "Jane Doe et al.",
            "`Jane Doe et al.` has words for more names that BibTeX does not know",
            "end the names with `and others`",
        ),
        (
            "张三 and 李四 等",
            "`李四 等` has words for more names that BibTeX does not know",
            "end the names with `and others`",
        ),
        ("Doe, J, Roe, R, Poe, E", "`Doe, J, Roe, R, Poe, E` has more than two commas", AND),
        ("J. Doe, R. Roe", "`J. Doe, R. Roe` looks like several names", AND),
        ("Jane Doe, R. Roe, E. Poe", "`Jane Doe, R. Roe, E. Poe` looks like several names", AND),
        ("Doe, Jane; Roe, R.", "`Doe, Jane; Roe, R.` looks like several names", AND),
        ("Jane Doe & R. Roe", "`Jane Doe & R. Roe` looks like several names", AND),
        ("张三、李四", "`张三、李四` looks like several names", AND),
        (
            "Doe,",
            "`Doe,` has a comma with nothing on one side",
            "write the name as `Family, Given`",
        ),
    ],
)
def test_each_slip_is_one_fault(written: str, message: str, fix: str) -> None:
    assert list(name_faults(written)) == [(message, fix)]


@pytest.mark.parametrize(
    "written",
    [
        "Jane Doe and Roe, R. and others",
        "Roe, Jr., Richard and Poe, III, Edgar",
        "{Doe, Roe & Poe; et al.} and {A, B, C, D}",
        "Barnes {\\&} Toy and St. John, A.",
        "de la Cruz, Ana and {\\'E}. Toy",
        "张, 三 and 李四",
        "Anders Andersen and Bande, Anda",
    ],
)
def test_sound_names(written: str) -> None:
    assert list(name_faults(written)) == []
