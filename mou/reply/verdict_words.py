"""The words of approving and returning, in English and Spanish. Matched on keys, as `words` are."""

import re

_OBJECT = (
    r"(?: (?:it|this|this report|the report|the submission|the text|the translations?|the draft"
    r"|the edition|all|everything"
    r"|all segments|el (?:informe|texto|reporte|borrador|documento)|este (?:informe|texto|reporte)"
    r"|la (?:traduccion|edicion|version)|todo|todos los segmentos))?"
)
_CLOSING = r"(?:[\s.,!;-]*(?:many )?(?:thanks|thank you|gracias|muchas gracias|saludos)[\w ]{0,20})?\s*[.!]*"
_APPROVE = (
    r"(?:i |we )?(?:hereby )?(?:approve|agree)d?|(?:it |this |all )?(?:is )?approved|(?:lo |la )?(?:apruebo|aprobamos)"
    r"|(?:queda )?aprobad[oa]s?|aprobar|(?:estoy |estamos )?(?:de acuerdo|conforme)|se aprueba"
    r"|(?:doy (?:mi|el) )?visto bueno|vo\.? ?bo\.?"
)
APPROVE = re.compile(rf"(?:(?:yes|si|ok|okay)[,. ]+)?(?:{_APPROVE}){_OBJECT}{_CLOSING}")
APPROVE_CORRECTED = re.compile(
    rf"(?:{_APPROVE}){_OBJECT}[, ]*(?:with|con) (?:(?:these|the|this|my|las|los|la|estas|esta|mis|una|unas) )?"
    rf"(?:following |siguientes? )?(?:corrections?|changes|edits|correcciones|correccion|cambios)"
    rf"(?: (?:below|in ?line|siguientes?|de abajo|abajo|a continuacion))?[:.]?{_CLOSING}"
)
RETURN = re.compile(
    r"(?:(?:i |we )?(?:return(?:ed|ing)?|reject(?:ed)?|send(?:ing)? back)|(?:lo |la |se )?(?:devolver|devuelvo|devuelve"
    r"|devolvemos)"
    r"|devuelt[oa]|(?:lo |la )?rechaz(?:o|amos|ar)|rechazad[oa])"
    r"(?: (?:it|this|the report|el informe|el reporte))?"
    r"(?:\s*[:：,.;\-]\s*|\s+(?=because\b|since\b|porque\b|por\b|ya que\b|debido\b)|$)"
    r"(?P<reason>.*)",
    re.DOTALL,
)
DECISION_WORD = re.compile(
    r"\b(?:approv\w*|agreed?|aprob\w*|aprueb\w*|de acuerdo|conforme|visto bueno"
    r"|return\w*|reject\w*|devolv\w*|devuelv\w*|devuelt\w*|rechaz\w*)\b"
)
APPROVAL_WORD = re.compile(r"\b(?:approv\w*|agreed?|aprob\w*|aprueb\w*|de acuerdo|conforme|visto bueno)\b")
RETURN_WORD = re.compile(r"\b(?:return(?:ed|ing)?|reject\w*|devolv\w*|devuelv\w*|devuelt\w*|rechaz\w*)\b")
NEGATED = re.compile(r"\b(?:not|no|never|cannot|can't|don't|dont|won't|nunca|tampoco|ni|disapprov\w*|disagree\w*|desaprob\w*)\b")
CONDITION = re.compile(
    r"\b(?:if|provided|once|when|unless|until|except|but|however|subject to|after|only|si"
    r"|siempre que|siempre y cuando|cuando"
    r"|salvo|excepto|pero|una vez|hasta que|a condicion|condicionad\w*|sujet[oa] a|a menos que"
    r"|con tal|solo|sin embargo)\b"
)
