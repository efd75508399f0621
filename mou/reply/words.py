"""The words people write in English and Spanish: with `frame_words` and `verdict_words`, the one place that knows either.

Everything is matched on keys (`mou.reply.lines.key`): lower case, no accents, plain quotes and single spaces. A phrase here
must be the *whole* answer to count; a longer text that merely contains it stays a text.
"""

import re

from mou.submission import Standing

STATUS_LABELS = {"en": "status", "es": "estado"}
STATUS = re.compile(
    r"(?:status|estado|estatus|situacion)\s*(?P<options>\([^)]*\))?\s*(?:[:：=]|-(?=\s))\s?(?P<rest>.*)", re.DOTALL
)
STATUS_OPEN = re.compile(r"(?:status|estado|estatus|situacion)\s*\([^)]*")
PROGRESS = re.compile(
    r"(?:progress|avances?|progreso)(?: (?:this quarter|(?:de|en) este trimestre|del trimestre))?"
    r"\s*(?:[:：=]|-(?=\s))\s?(?P<rest>.*)",
    re.DOTALL,
)
LAST = re.compile(r"(?:last quarter|previous quarter|trimestre anterior|ultimo trimestre)\s*[:：]\s?(?P<rest>.*)", re.DOTALL)
MARKER = re.compile(r"\[\s*(?:end|fin)\s*\]")

STANDINGS: dict[str, Standing] = {
    phrase: standing
    for standing, phrases in {
        Standing.ON_TRACK: "on track|ontrack|on-track|on schedule|on time|in progress|ongoing|under way|underway|on target"
        "|en curso"
        "|en proceso|en marcha|en tiempo|a tiempo|en tiempo y forma|segun lo previsto|conforme a lo previsto|en progreso"
        "|de acuerdo con lo previsto|de acuerdo a lo previsto|conforme al plan|segun el plan|en desarrollo|en ejecucion",
        Standing.DELAYED: "delayed|delay|behind schedule|behind|late|running late|con retraso|retrasado|retrasada|con retrasos"
        "|retraso"
        "|atrasado|atrasada|con atraso|atraso|demorado|demorada|con demora|pospuesto|pospuesta|postponed",
        Standing.DONE: "done|complete|completed|finished|closed|concluido|concluida|completado|completada|completo|completa"
        "|terminado"
        "|terminada|finalizado|finalizada|cumplido|cumplida|realizado|realizada|listo|lista",
        Standing.NOT_STARTED: "not started|not yet started|not begun|sin iniciar|no iniciado|no iniciada|sin comenzar"
        "|sin empezar|no ha iniciado|pendiente de iniciar|aun no inicia|no se ha iniciado|por iniciar|no ha comenzado"
        "|no comenzado|pending start|to be started",
    }.items()
    for phrase in phrases.split("|")
}
COPULA = re.compile(
    r"(?:(?:it )?(?:is|are|was|were|has been|remains?|now|still|esta|estan|va|sigue|continua|se encuentra|quedo|fue|ya esta) )+"
)
NEGATIONS = frozenset(["no", "not", "sin", "never", "nunca", "ni", "isnt", "aun", "yet"])

_WHEN = (
    r"(?: (?:this|in this|for this|since last|from last|since the last|from the last) quarter| to report"
    r"| (?:en|durante|para) (?:este|el) trimestre| este trimestre"
    r"| (?:respecto|con respecto|en relacion)(?: al?)?(?: del)? (?:trimestre anterior|ultimo trimestre)"
    r"| desde el (?:trimestre anterior|ultimo trimestre))?"
)
NO_CHANGE_WORDS = (
    r"(?:there (?:is|are|was|were|has been|have been) )?no changes?|unchanged|nothing (?:has )?changed|no new developments?"
    r"|(?:the )?same as (?:the )?(?:last|previous|before)(?: quarter)?|(?:remains? |still )(?:the same|unchanged)|no updates?"
    r"|(?:sin|no hay|no hubo|no ha habido|no tenemos|no presenta|ningun) (?:cambios?|novedad(?:es)?|variaci(?:on|ones))"
    r"|(?:todo )?(?:sigue|continua|permanece) igual|nada (?:ha )?cambi(?:o|ado)|igual que (?:el trimestre anterior|antes)"
)
NO_CHANGE = re.compile(rf"(?:{NO_CHANGE_WORDS}){_WHEN}\s*[.!]*")
_ITEMS = r"(?: (?:the|our|las|los|nuestras|nuestros))?(?: \w+)? (?:plan )?(?:items?|acciones|accion|actions?|puntos?|points?)"
_SAME = r"(?:no changes?|unchanged|the same|sin cambios?|sin novedad(?:es)?|iguale?s?)"
NO_CHANGE_ALL = re.compile(
    rf"(?:{NO_CHANGE_WORDS}),? (?:on|in|for|to|en) (?:any|all|ningun[oa]?|tod[oa]s?)(?: of| de)?{_ITEMS}{_WHEN}\s*[.!]*"
    rf"|(?:(?:on|in|for|en|para) )?(?:all|tod[oa]s)(?: of)?{_ITEMS}\s?[:,]? ?(?:(?:are|have|remain|still|siguen|estan|continuan"
    rf"|permanecen|tienen|se mantienen|van|quedan) ){{0,2}}{_SAME}{_WHEN}\s*[.!]*"
)
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
QUESTION = re.compile(r"[^?.]{1,300}\w\s?\?")
SEE_ATTACHED = re.compile(
    r"(?:please |favor de |por favor |le |les )?(?:see|find|refer to|ver|vea|vease|veanse|consultar?|revisar|envio"
    r"|enviamos|adjunto"
    r"|adjunta|adjuntamos|anexo|anexamos|attached)\b(?: [\w.-]+){0,6}[.!]*"
)
ATTACHED = re.compile(r"\b(?:attached|see attachment|adjunt[oa]s?|adjuntamos|anexo|anexamos|en el anexo)\b")
