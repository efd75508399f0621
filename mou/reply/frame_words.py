"""What mail programs and good manners put around an answer, in English and Spanish. Matched on keys, as `words` are."""

import re

GREETING = re.compile(
    r"(?:hi|hello|dear|hey|greetings|thanks for the reminder|gracias por el recordatorio|good (?:morning|afternoon"
    r"|evening|day)|hola|estimad[oa]s?|querid[oa]s?"
    r"|buen(?:os|as)? (?:dias?|tardes?|noches?)"
    r"|a quien corresponda|to whom it may concern)\b(?: [^,.:!?]{0,60})?[,.:!]*"
)
INTRO = re.compile(
    r"(?:(?:please )?(?:see|find) )?(?:my |our |the )?(?:(?:answers?|replies|responses|comments)(?: are| is)? "
    r"(?:below|in ?line|in-line|inserted below|in the text)|see (?:my answers )?(?:below|in-?line))[.:!]*"
    r"|(?:mis |nuestras |las )?(?:respuestas?|comentarios)(?: van| estan| en| se encuentran)? "
    r"(?:abajo|a continuacion|mas abajo|en el texto|en el cuerpo del correo)[.:!]*"
    r"|(?:ver|vea|vease|respondo|contesto) (?:abajo|a continuacion|en el texto|mas abajo|entre lineas)[.:!]*"
    r"|(?:please )?(?:here (?:are|is)|find(?: below)?|aqui (?:van|estan|esta|les? (?:van?|dejo|mando))"
    r"|(?:le |les |te )?(?:envio|envi[oa]mos|comparto|compartimos|mando|hago llegar|remito)) (?:my|our"
    r"|the|mis?|nuestr[oa]s?|l[ao]s?|el) "
    r"(?:answers?|repl(?:y|ies)|responses?|respuestas?|avances?|(?:quarterly )?reports?|updates?|informes?|reportes?)"
    r"[\w ]{0,40}[.:!]*"
    r"|(?:please |por favor )?(?:see |find |ver |vea )?(?:my |our |mis |nuestras )?(?:answers?|repl(?:y|ies)"
    r"|responses?|comments"
    r"|respuestas?|comentarios|respondo|contesto|respondemos|contestamos)(?: (?:are|is|van|estan))?"
    r"(?: (?:below|in ?-?line|abajo|a continuacion|entre lineas|en el texto))? (?:in|en|con) (?:letra )?(?:color )?"
    r"(?:blue|red|green|bold|italics|azul|rojo|verde|negritas?|cursivas?)"
    r"(?: (?:below|abajo|a continuacion|en el texto|in the text))?[.:!]*"
    r"|(?:buen(?:os|as)? (?:dias?|tardes?|noches?),? )?(?:respondo|contesto|respondemos) (?:entre lineas|abajo|a continuacion"
    r"|en azul a continuacion)[.:!]*"
    r"|(?:(?:i )?hope (?:you are (?:doing )?well|this (?:finds you well|helps))|espero que (?:se encuentren? bien"
    r"|este[n]? bien))"
    r"[\w ]{0,30}[.:!]*"
)
COLUMN = re.compile(
    r"(?:item|items|code|codigo|accion|acciones"
    r"|status|estado|estatus|progress|progress this quarter|avances?"
    r"|comments?|comentarios?|description|descripcion|answers?|respuestas?|indicators?|indicador(?:es)?|plan item|plan items)"
)
SIGN_OFF = re.compile(
    r"(?:(?:many |with |kind |kindest |best |warm |warmest )*(?:thanks|thank you|regards"
    r"|wishes)(?: again| in advance| so much)?|best"
    r"|(?:very )?(?:sincerely|truly)(?: yours)?|yours(?: sincerely| faithfully| truly)?|cheers|respectfully|all the best"
    r"|(?:with )?(?:many |best )?thanks and (?:best |kind )?regards|take care|br|rgds|abrazos?|un abrazo|slds"
    r"|(?:muchas |mil )?gracias(?: de antemano)?"
    r"|gracias y saludos|(?:muchos |cordiales )?saludos(?: cordiales| afectuosos| y gracias)?|gracias y un saludo"
    r"|(?:un )?(?:cordial |afectuoso )?saludo(?: cordial)?"
    r"|reciban? un cordial saludo|(?:muy )?atentamente|cordialmente|atte|respetuosamente"
    r"|qued(?:o|amos) (?:muy )?(?:atent[oa]s?|pendientes?|a (?:sus|la|su) (?:apreciables )?(?:ordenes|orden|disposicion))"
    r"(?: (?:a|de|para) (?:sus?|cualquier|tus?|ustedes)(?: \w+){0,6})?"
    r"|(?:please )?(?:let (?:me|us) know (?:if|should)|feel free to (?:contact|call|reach|write)|do not hesitate|don't hesitate)"
    r"[\w ,']{0,80}"
    r"|(?:para |por favor,? )?(?:cualquier (?:duda|comentario|pregunta|aclaracion)|no dude en|avis[ea](?:n|me|nme) si)"
    r"[\w ,]{0,80}"
    r"|sin (?:otro|mas por el) (?:particular"
    r"|momento))(?:, [\w.]+(?: [\w.]+){0,2})?[,.!;]*"
)
POSTSCRIPT = re.compile(r"p\.? ?[sd]\.?[:. ]")
DEVICE = re.compile(
    r"(?:sent (?:from|via|with|using) (?:my |the )?|enviado (?:desde|con|a traves de|mediante) (?:mi |el )?|enviado de mi |get "
    r"|obtener |obten |obtenga |descargar? |escrito desde mi |typed on my |written on my )"
    r"(?:(?:verizon|at&t|t-mobile|telcel|movistar),? )?"
    r"(?:iphone|ipad|mobile|phone|smartphone|telefono|celular|movil|tableta|android|samsung|galaxy|huawei|xiaomi|pixel"
    r"|motorola|blackberry|outlook|proton|thunderbird|aol|icloud"
    r"|yahoo|mail|correo|gmail|dispositivo|windows)\b.{0,80}"
    r"|(?:please |por favor )?(?:excuse|pardon|disculpe|perdone|perdon(?: por)?)(?: any| la| los| mi| my)* "
    r"(?:typos|brevity|brevedad|errores).{0,60}"
)
BANNER = re.compile(
    r"\W*(?:caution|warning|external(?: e-?mail| sender)?|this e-?mail originated"
    r"|you don't often get e-?mail|some people who received this message don't often|this message came from outside"
    r"|\[external\]|\[externo\]|precaucion|atencion: (?:este )?(?:correo|mensaje)"
    r"|advertencia|correo externo|mensaje externo|este correo (?:se origino|proviene)|no suele recibir correos?)\b.*",
    re.DOTALL,
)
DISCLAIMER = re.compile(
    r"\W*(?:confidentiality notice|disclaimer|this (?:e-?mail|message"
    r"|communication)[\w ,]{0,60}(?:confidential|intended|privileged)"
    r"|the information (?:contained )?(?:in|transmitted)[\w ,-]{0,100}(?:confidential|intended|privileged)"
    r"|please consider the environment|think before (?:you )?print|antes de imprimir|piense en el medio ambiente"
    r"|(?:por favor )?no imprima|before printing|scanned by|virus-free|libre de virus|analizado por"
    r"|if you (?:have )?received this"
    r" (?:e-?mail|message) in error"
    r"|aviso (?:de (?:confidencialidad|privacidad)|legal)|nota de confidencialidad|(?:este|el presente) (?:correo|mensaje"
    r"|e-?mail|documento)[\w ,]{0,80}(?:confidencial|destinad|dirigid)"
    r"|la (?:presente )?informacion (?:contenida|de|que contiene|transmitida)[\w ,]{0,100}(?:confidencial|reservad"
    r"|destinad|dirigid)"
    r"|sus datos personales)"
    r".*",
    re.DOTALL,
)

ATTRIBUTION = re.compile(r"(?:on|el|en|le|am|em)\b(?=.{0,120}\d).{6,300}\b(?:wrote|writes|escribio|a ecrit|escreveu)\s*:")
ATTRIBUTION_BY_NAME = re.compile(r".{3,200}\b(?:wrote on|escribio el)\b.{6,80}:|[^@]{2,160}@[^\s@]+ (?:wrote|escribio)\s*:")
SEPARATOR = re.compile(
    r"-{2,}\s*(?:original message|(?:mensaje|correo) original|original appointment|forwarded message|forwarded message follows"
    r"|(?:mensaje|correo) reenviado|forwarded by [^-]{0,80})\s*-{2,}"
    r"|begin forwarded message:|inicio del mensaje reenviado:"
)
HEADER = re.compile(
    r"\W{0,2}(?P<name>from|sent|date|to|cc|subject|reply-to|importance|attachments|de|enviado(?: el)?"
    r"|enviada(?: el)?|fecha|para"
    r"|asunto|responder a|importancia)"
    r"\W{0,2}:.*"
)
HEADER_FROM = frozenset({"from", "de"})

AUTO_SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|auto:"
    r"|out of (?:the )?office|ooo:|away from|on vacation"
    r"|respuesta automatica|fuera de (?:la )?oficina|ausente(?:\s*[:.]|\s*$| (?:de la oficina|hasta|del?|por)\b)"
    r"|ausencia(?:\s*[:.]|\s*$| (?:temporal|programada|laboral|de la oficina|por (?:vacaciones|viaje)|hasta|del \d))"
    r"|de vacaciones|mensaje automatico)"
)
BOUNCE_SUBJECT = re.compile(
    r"(?:undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|subsystem)"
    r"|returned mail|failure notice|no se puede entregar|no se pudo entregar|no entregado"
    r"|correo devuelto|error de entrega)"
)
BOUNCE_SENDER = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]{8,})@?")
