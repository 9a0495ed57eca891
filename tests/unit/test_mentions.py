"""The arXiv ids in prose, as bibliographies, addresses and notes have them."""

import pytest

from paperterm.model.mentions import mentions


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("arXiv preprint arXiv:2301.00002v3, 2023.", ["2301.00002v3"]),
        ("arXiv e-prints, art. arXiv: 2301.00002 [cs]", ["2301.00002"]),
        ("CoRR, abs/1605.03481, 2016; CoRR abs/1605.03482.", ["1605.03481", "1605.03482"]),
        ("ArXiv, abs/2301.00002", ["2301.00002"]),
        ("arXiv id: 2301.00002", ["2301.00002"]),
        ("http://arxiv.org/pdf/2301.00002v1.pdf", ["2301.00002v1"]),
        ("https://doi.org/10.48550/arXiv.2301.00002", ["2301.00002"]),
        ("oai:arXiv.org:2301.00002", ["2301.00002"]),
        ("2301.00002 [cs.CL], 2023", ["2301.00002"]),
        ("Nucl. Phys. hep-th/9901001 and math.GT/0309136v2", ["hep-th/9901001", "math/0309136v2"]),
        ("arxiv.org/abs/math/0309136 or arXiv:cs.CL/0001001", ["math/0309136", "cs/0001001"]),
        ("doi 10.1000/2602.00001, pages 2301.00002, arXiv:2613.00001", []),
        ("https://arxiv.org/abs/2602.000019 and labs 2602.00001", []),
    ],
)
def test_an_id_is_one_where_something_says_so(text: str, ids: list[str]) -> None:
    assert [str(one) for one in mentions(text)] == ids
