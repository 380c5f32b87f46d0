"""No rule stumbles: what is sound in its shape may say anything."""

import random
import shutil
from pathlib import Path

import pytest
import yaml

from atlas.checks import check
from atlas.problems import as_text
from atlas.store import load

SOUND = Path(__file__).parents[1] / "data" / "kb"
VALUES = (
    *("x", "0", "-1", "9" * 18, "unknown", "true", "not-stated", "bert", "AutoTokenizer"),
    *("hop-prediction", "quokka", "quokka-base", "burrow-2031-quokka", "term:hop-prediction"),
    *("[a](term:b)", "[a](b", "`", "<b>", "{", "}{", "\\", "\\frac{", "%s{}", "https://a.b/c"),
    *("https://arxiv.org/abs/3101.00001", "https://pan.baidu.com/s/1", "2031-01-01", "2031.13"),
    *("٣٤", "１２", "½", "1,,2", "..", "±", "--", "短尾", "\U0001f998", "a" * 500, "10.99999/x"),
)


def scalars(node: yaml.Node) -> list[yaml.ScalarNode]:
    """The values in a file, keys left out."""
    match node:
        case yaml.ScalarNode():
            return [node]
        case yaml.SequenceNode():
            return [found for item in node.value for found in scalars(item)]
        case yaml.MappingNode():
            return [found for _, value in node.value for found in scalars(value)]
    return []


@pytest.mark.parametrize("seed", range(60))
def test_every_value_may_be_another(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    kb = shutil.copytree(SOUND, tmp_path / "kb")
    for file in chance.sample(sorted(kb.rglob("*.yml")), 3):
        text = file.read_text("utf-8")
        root = yaml.compose(text)
        assert root is not None
        node = chance.choice(scalars(root))
        written = "'" + chance.choice(VALUES) + "'" + ("\n" if node.style in ("|", ">") else "")
        file.write_text(
            text[: node.start_mark.index] + written + text[node.end_mark.index :], "utf-8"
        )
    for problem in check(load(kb, shown=Path("kb"))):
        assert problem.message
        assert problem.fix
        assert "\n" not in as_text(problem)
        assert (tmp_path / problem.file).is_file()
