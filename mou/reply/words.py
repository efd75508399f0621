"""The words people write in English and Spanish: the one place that knows either language.

Everything is matched on keys (`mou.reply.lines.key`): lower case, no accents, plain quotes and single spaces. A phrase here
must be the *whole* answer to count; a longer text that merely contains it stays a text.
"""

import re

from mou.submission import Standing

STATUS_LABELS = {"en": "status", "es": "estado"}
STATUS = re.compile(r"(?:status|estado|estatus|situacion)\s*(?P<options>\([^)]*\))?\s*[:：](?P<rest>.*)", re.DOTALL)
STATUS_OPEN = re.compile(r"(?:status|estado|estatus|situacion)\s*\([^)]*")
PROGRESS = re.compile(
    r"(?:progress|avances?|progreso)(?: (?:this quarter|(?:de|en) este trimestre|del trimestre))?\s*[:：](?P<rest>.*)",
    re.DOTALL,
)
LAST = re.compile(r"(?:last quarter|previous quarter|trimestre anterior|ultimo trimestre)\s*[:：](?P<rest>.*)", re.DOTALL)
MARKER = re.compile(r"\[\s*(?:end|fin)\s*\]")

STANDINGS: dict[str, Standing] = {
    phrase: standing
    for standing, phrases in {
        Standing.ON_TRACK: "on track|ontrack|on-track|on schedule|on time|in progress|ongoing|under way|underway|en curso"
        "|en proceso|en marcha|en tiempo|a tiempo|segun lo previsto|conforme a lo previsto|en progreso",
        Standing.DELAYED: "delayed|delay|behind schedule|behind|late|con retraso|retrasado|retrasada|con retrasos"
        "|atrasado|atrasada|con atraso|demorado|demorada|con demora",
        Standing.DONE: "done|complete|completed|finished|concluido|concluida|completado|completada|terminado|terminada"
        "|finalizado|finalizada|cumplido|cumplida",
        Standing.NOT_STARTED: "not started|not yet started|not begun|sin iniciar|no iniciado|no iniciada|sin comenzar"
        "|sin empezar|no ha iniciado|pendiente de iniciar|aun no inicia",
    }.items()
    for phrase in phrases.split("|")
}
NEGATIONS = frozenset(["no", "not", "sin", "never", "nunca", "ni", "isnt", "aun", "yet"])

_WHEN = (
    r"(?: (?:this|in this|for this|since last|from last|since the last|from the last) quarter| to report"
    r"| (?:en|durante|para) (?:este|el) trimestre| este trimestre"
    r"| (?:respecto|con respecto|en relacion)(?: al?)?(?: del)? (?:trimestre anterior|ultimo trimestre)"
    r"| desde el (?:trimestre anterior|ultimo trimestre))?"
)
_NO_CHANGE = (
    r"(?:there (?:is|are|was|were|has been|have been) )?no changes?|unchanged|nothing has changed|same as last quarter"
    r"|(?:sin|no hay|no hubo|no ha habido|no tenemos|no presenta|ningun) (?:cambios?|novedad(?:es)?)|todo sigue igual"
    r"|igual que el trimestre anterior"
)
NO_CHANGE = re.compile(rf"(?:{_NO_CHANGE}){_WHEN}\s*[.!]*")
_REST = (
    r"(?:for |to |on |in |as for |en |para )?(?:all )?(?:the |los |las |lo )?(?:rest"
    r"|others?|other items|demas|resto|otros|el resto)"
)
NO_CHANGE_REST = re.compile(
    rf"(?:no changes? {_REST}|{_REST}\s*[:,]?\s*(?:no changes?|sin cambios)|no other changes|no further changes"
    rf"|sin (?:mas|otros) cambios|sin cambios {_REST})\s*[.!]*"
)
_NOTHING = (
    r"nothing to report|nothing new to report|not applicable|n/a|nothing|none|nada que (?:informar|reportar)"
    r"|sin (?:nada|novedades) que (?:informar|reportar)|no aplica|nada|no hay nada que (?:informar|reportar)"
)
NOTHING = re.compile(
    rf"(?:{_NOTHING}){_WHEN}(?:\s*[.!]*|\s*[:：;,.\-]\s*(?P<reason>\S.*)|\s+(?P<cause>(?:because|since"
    rf"|as|due to|porque|ya que"
    r"|debido a|pues|dado que)\b.*))",
    re.DOTALL,
)
NOT_AN_ANSWER = re.compile(
    r"[?¿]|\b(?:extension|more time|prorroga|mas tiempo|mas plazo|(?:will|shall|can) (?:send|answer"
    r"|reply|respond|get back)"
    r"|tomorrow|next week|manana|la proxima semana|(?:le|les|te) (?:respond|contest|envi)\w+|responder(?:e|emos)"
    r"|contestar(?:e|emos)|enviar(?:e|emos)|estoy fuera|out of (?:the )?office|wrong person|no soy|i am not the"
    r"|please (?:send|contact|ask|forward|remove))\b"
)
ATTACHED = re.compile(r"\b(?:attached|see attachment|adjunt[oa]s?|adjuntamos|anexo|anexamos|en el anexo)\b")

GREETING = re.compile(
    r"(?:hi|hello|dear|good (?:morning|afternoon|evening|day)|hola|estimad[oa]s?|querid[oa]s?"
    r"|buen(?:os|as)? (?:dias?|tardes?|noches?)"
    r"|a quien corresponda|to whom it may concern)\b(?: [^,.:!?]{0,60})?[,.:!]*"
)
INTRO = re.compile(
    r"(?:(?:please )?(?:see|find) )?(?:my |our |the )?(?:(?:answers?|replies|responses|comments)(?: are| is)? "
    r"(?:below|in ?line|in-line|inserted below|in the text)|see (?:my answers )?(?:below|in-?line))[.:!]*"
    r"|(?:mis |nuestras |las )?(?:respuestas?|comentarios)(?: van| estan| en| se encuentran)? "
    r"(?:abajo|a continuacion|mas abajo|en el texto|en el cuerpo del correo)[.:!]*"
    r"|(?:ver|vea|vease|respondo|contesto) (?:abajo|a continuacion|en el texto|mas abajo|entre lineas)[.:!]*"
    r"|(?:here (?:are|is)|aqui (?:van|estan)|(?:le |les )?(?:envio|envi[oa]mos|comparto)) (?:my|our"
    r"|the|mis|nuestras|las|los) "
    r"(?:answers?|repl(?:y|ies)|responses|respuestas|avances|report)[\w ]{0,30}[.:!]*"
)
SIGN_OFF = re.compile(
    r"(?:(?:many |with |kind |kindest |best |warm |warmest )*(?:thanks|thank you|regards"
    r"|wishes)(?: again| in advance| so much)?|best"
    r"|sincerely|yours(?: sincerely| faithfully| truly)?|cheers|respectfully|(?:muchas |mil )?gracias(?: de antemano)?"
    r"|gracias y saludos|saludos(?: cordiales| afectuosos)?|(?:un )?(?:cordial |afectuoso )?saludo(?: cordial)?"
    r"|reciban? un cordial saludo|(?:muy )?atentamente|cordialmente|atte|respetuosamente"
    r"|quedo (?:atent[oa]|a sus ordenes)"
    r"|quedamos (?:atent[oa]s|a sus ordenes)|sin (?:otro|mas por el) (?:particular"
    r"|momento))(?:, [\w.]+(?: [\w.]+){0,2})?[,.!;]*"
)
POSTSCRIPT = re.compile(r"p\.? ?[sd]\.?[:. ]")
DEVICE = re.compile(
    r"(?:sent from (?:my )?|enviado desde (?:mi )?|enviado de mi |get |obtener |obten |descarga[r]? )"
    r"(?:iphone|ipad|mobile|phone|telefono|celular|movil|android|samsung|galaxy|huawei|xiaomi"
    r"|motorola|blackberry|outlook"
    r"|yahoo|mail|correo|gmail|dispositivo|windows)\b.{0,80}"
)
BANNER = re.compile(
    r"\W*(?:caution|warning|external(?: e-?mail| sender)?|this e-?mail originated"
    r"|you don't often get e-?mail|precaucion"
    r"|advertencia|correo externo|mensaje externo|este correo (?:se origino|proviene)|no suele recibir correos?)\b.*",
    re.DOTALL,
)
DISCLAIMER = re.compile(
    r"\W*(?:confidentiality notice|disclaimer|this (?:e-?mail|message"
    r"|communication)[\w ,]{0,60}(?:confidential|intended|privileged)"
    r"|aviso (?:de|legal)|nota de confidencialidad|(?:este|el presente) (?:correo|mensaje"
    r"|e-?mail)[\w ,]{0,60}(?:confidencial|destinad))"
    r".*",
    re.DOTALL,
)

ATTRIBUTION = re.compile(
    r"(?:on|el|en|le|am)\b.{6,300}\b(?:wrote|writes|escribio|a ecrit)\s*:"
    r"|.{3,200}\b(?:wrote on|escribio el)\b.{6,80}:|.{2,120}<?\S+@\S+>? (?:wrote|escribio)\s*:"
)
SEPARATOR = re.compile(
    r"-{2,}\s*(?:original message|mensaje original|original appointment|forwarded message"
    r"|mensaje reenviado|forwarded by .*)\s*-{2,}"
    r"|begin forwarded message:|inicio del mensaje reenviado:|_{10,}"
)
HEADER = re.compile(
    r"\W{0,2}(?P<name>from|sent|date|to|cc|subject|reply-to|importance|de|enviado(?: el)?|fecha|para"
    r"|asunto|responder a|importancia)"
    r"\W{0,2}:.*"
)
HEADER_FROM = frozenset({"from", "de"})

AUTO_SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|auto:"
    r"|out of (?:the )?office|ooo:|away from|on vacation"
    r"|respuesta automatica|fuera de (?:la )?oficina|ausente|ausencia|de vacaciones|mensaje automatico)"
)
BOUNCE_SUBJECT = re.compile(
    r"(?:undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|subsystem)"
    r"|returned mail|failure notice|no se puede entregar|no se pudo entregar|no entregado"
    r"|correo devuelto|error de entrega)"
)
BOUNCE_SENDER = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]{8,})@?")

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
