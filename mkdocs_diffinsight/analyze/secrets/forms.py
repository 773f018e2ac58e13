"""Secrets that are known by their form: keys and tokens with letters of their service's own. Pure.

Each has a name for people, a part that stands in all of them, by which most texts are done with at once, and an
expression. No expression goes back over what it has read: each run of signs in one ends where the next part, which
begins with another sign, has to begin, or it is the last part.

Forms are taken from what services tell of them; https://github.com/gitleaks/gitleaks and
https://docs.github.com/en/code-security/secret-scanning list many.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Form(NamedTuple):
    """A kind of secrets that is known by its form."""

    name: str
    parts: tuple[str, ...]
    """One of these is in each."""
    pattern: re.Pattern[str]
    """Its last group, or else all of it, is the secret."""


_A = r"(?<![A-Za-z0-9])"
"""Where a short beginning could as well be the end of a word."""
_HEX = "[0-9a-f]"
_ALNUM = "[A-Za-z0-9]"
_UUID = rf"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"


def _form(name: str, parts: str, pattern: str) -> Form:
    return Form(name, tuple(parts.split()), re.compile(pattern, re.ASCII))


FORMS = (
    # Clouds
    _form(
        "AWS access key id",
        "AKIA ASIA ABIA ACCA A3T",
        rf"{_A}(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{{9}}EXAMPLE)[A-Z0-9]{{16}}(?!{_ALNUM})",
    ),
    _form(
        "AWS session token",
        "IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz AQoDYXdz",
        r"(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|AQoDYXdz)[\w+/=-]{60,}",
    ),
    _form("Amazon MWS token", "amzn.mws.", rf"amzn\.mws\.{_UUID}"),
    _form("Amazon Bedrock key", "ABSK bedrock-api-key-", r"(?:ABSKQmVkcm9ja|bedrock-api-key-)[\w+/=-]{40,}"),
    _form("AWS AppSync key", "da2-", rf"{_A}da2-[a-z0-9]{{26}}"),
    _form("Google API key", "AIza", r"AIza[\w-]{35,}"),
    _form("Google OAuth secret", "GOCSPX-", r"GOCSPX-[\w-]{28,}"),
    _form("Google OAuth token", "ya29.", r"ya29\.[\w-]{20,}"),
    _form("Google refresh token", "1//0", rf"{_A}1//0[\w-]{{40,}}"),
    _form("Google Cloud Storage HMAC key", "GOOG1E", r"GOOG1E[A-Z0-9]{50,}"),
    _form("Firebase server key", "AAAA", r"AAAA[\w-]{7}:[\w-]{130,}"),
    _form(
        "Google Chat webhook",
        "chat.googleapis.com/",
        r"chat\.googleapis\.com/v1/spaces/[\w-]+/messages\?key=([\w%&=.-]{30,})",
    ),
    _form("Azure storage key", "==", r"(?<![\w+/-])([A-Za-z0-9+/]{86}==)"),
    _form(
        "Azure key with a mark",
        "+ASt +ACDb +ABa +AEh +ASb +ARm AIoT +ACR",
        rf"(?<![\w+/])[A-Za-z0-9+/]{{30,100}}(?:\+(?:ASt|ACDb|ABa|AEh|ASb|ARm|ACR)|AIoT){_ALNUM}{{4,12}}=*",
    ),
    _form(
        "Azure key with a mark",
        "AzSe AzFu AzCa APIM AZDO",
        r"(?<![\w-])[\w-]{35,80}(?:AzSe|AzFu|AzCa|APIM|AZDO)[\w-]{4,12}=*",
    ),
    _form("Azure AI key", "JQQJ9", rf"{_A}{_ALNUM}{{30,60}}JQQJ9{_ALNUM}{{20,45}}"),
    _form("Microsoft Entra client secret", "Q~", r"(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,}"),
    _form("shared access signature", "sig=", r"[?&;](?:amp;)?sig=([A-Za-z0-9+/%_-]{30,}=*)"),
    _form("shared access key", "SharedAccessKey=", r"SharedAccessKey=([A-Za-z0-9+/]{20,}=*)"),
    _form(
        "Microsoft Teams webhook",
        ".webhook.office.com/",
        r"\.webhook\.office\.com/webhookb2/([\w@-]{36,80}/IncomingWebhook/[\w/-]{32,})",
    ),
    _form("Alibaba Cloud key id", "LTAI", rf"{_A}LTAI{_ALNUM}{{12,}}"),
    _form("Tencent Cloud key id", "AKID", rf"{_A}AKID{_ALNUM}{{32}}"),
    _form(
        "Yandex Cloud key", "AQVN t1. y0_", r"(?<![\w.])(?:AQVN[\w-]{35,}|t1\.[\w=-]{20,}\.[\w=-]{80,}|y0_[\w-]{50,})"
    ),
    _form("DigitalOcean token", "do_v1_ doo_v1_ dor_v1_ dop_v1_", rf"do[opr]_v1_{_HEX}{{60,}}"),
    _form("Heroku key", "HRKU-", r"HRKU-[\w-]{36,}"),
    _form("Fly.io token", "fo1_ fm1 fm2_", rf"{_A}(?:fo1_[\w-]{{40,}}|fm[12][ar]?_[\w+/=,-]{{60,}})"),
    _form("Render key", "rnd_", rf"{_A}rnd_{_ALNUM}{{28,}}"),
    _form("Netlify token", "nfp_ nfc_ nfo_ nfb_ nfu_", rf"{_A}nf[pcobu]_{_ALNUM}{{36,}}"),
    _form(
        "Vercel token",
        "vcp_ vci_ vca_ vcr_ vck_ vercel_blob_",
        rf"{_A}(?:vc[piark]_{_ALNUM}{{24,}}|vercel_blob_rw_{_ALNUM}{{16,}}_{_ALNUM}{{20,}})",
    ),
    _form(
        "Cloudflare key",
        "v1.0- cfut_ cfat_ cfk_",
        rf"{_A}(?:v1\.0-{_HEX}{{24}}-{_HEX}{{100,}}|cf(?:ut|at|k)_[\w-]{{36,}})",
    ),
    _form("Cloudflare Turnstile secret", "0x4AAA", r"0x4AAA[\w-]{27,}"),
    _form("Supabase key", "sbp_ sb_secret_", rf"{_A}(?:sbp_(?:oauth_|v0_)?{_HEX}{{40,}}|sb_secret_[\w-]{{20,}})"),
    _form("PlanetScale key", "pscale_", r"pscale_(?:tkn|pw|oauth|app_secret)_[\w.-]{30,}"),
    _form("Neon key", "napi_ npg_", rf"{_A}(?:napi_[a-z0-9]{{40,}}|npg_{_ALNUM}{{12,}})"),
    _form("MongoDB Atlas secret", "mdb_sa_sk_", r"mdb_sa_sk_[\w-]{30,}"),
    _form("Databricks token", "dapi dose dkea", rf"{_A}(?:dapi|dose|dkea|ddbr){_HEX}{{32}}(?:-\d)?"),
    _form("Pulumi token", "pul-", rf"{_A}pul-{_HEX}{{40}}"),
    _form("HashiCorp Vault token", "hvs. hvb. hvr.", r"(?<![\w.])hv[sbr]\.[\w-]{24,}"),
    _form("Terraform Cloud token", ".atlasv1.", rf"{_ALNUM}{{14}}\.atlasv1\.[\w-]{{50,}}"),
    _form(
        "Doppler token", "dp.", rf"(?<![\w.])dp\.(?:pt|st|ct|sa|scim|audit|said)\.(?:[\w-]{{2,35}}\.)?{_ALNUM}{{40,}}"
    ),
    _form("Infisical token", "st.", rf"(?<![\w.])st\.{_HEX}{{20,}}\.{_HEX}{{20,}}\.{_HEX}{{20,}}"),
    _form(
        "1Password key",
        "A3- ops_eyJ",
        r"\bA3-[A-Z0-9]{6}-[A-Z0-9]{6}-?[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}\b|ops_eyJ[\w+/=-]{100,}",
    ),
    _form("age secret key", "AGE-SECRET-KEY-", r"AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{50,}"),
    _form("Tailscale key", "tskey-", r"tskey-[a-z]{2,12}-[\w-]{20,}"),
    _form("ngrok token", "2 1", rf"{_A}[12]{_ALNUM}{{26}}_{_ALNUM}{{20,22}}(?!{_ALNUM})"),
    _form("Scaleway key", "SCW", rf"{_A}SCW[A-Z0-9]{{17}}(?!{_ALNUM})"),
    # Forges and registries
    _form("GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"gh[pousr]_\w{36,}|github_pat_\w{22,}"),
    _form(
        "GitLab token",
        "glpat- gldt- glrt- glrtr- glptt- glft- glsoat- glcbt- glimt- glagent- gloas- glffct- glwt- GR1348941",
        r"gl(?:pat|dt|rtr?|ptt|ft|soat|cbt|imt|agent|oas|ffct|wt)-[\w.-]{20,}|GR1348941[\w-]{20,}",
    ),
    _form("Bitbucket app password", "ATBB", rf"{_A}ATBB{_ALNUM}{{24,}}"),
    _form("Atlassian token", "ATATT3 ATCTT3 ATSTT3 ATTA", rf"{_A}(?:AT[ACS]TT3[\w=-]{{60,}}|ATTA{_ALNUM}{{60,}})"),
    _form("npm token", "npm_", rf"{_A}npm_{_ALNUM}{{36,}}"),
    _form("PyPI token", "pypi-AgE", r"pypi-AgE[\w-]{50,}"),
    _form("RubyGems key", "rubygems_", rf"rubygems_{_HEX}{{40,}}"),
    _form("crates.io token", "cio", rf"{_A}cio{_ALNUM}{{32}}(?!{_ALNUM})"),
    _form("NuGet key", "oy2", rf"{_A}oy2[a-z0-9]{{43}}(?!{_ALNUM})"),
    _form("Clojars token", "CLOJARS_", rf"CLOJARS_{_HEX}{{60,}}"),
    _form("Docker token", "dckr_", r"dckr_(?:pat|oat|rtp)_[\w-]{20,}"),
    _form("JFrog key", "AKCp cmVmd", rf"{_A}(?:AKCp{_ALNUM}{{60,}}|cmVmd{_ALNUM}{{55,}})"),
    _form("Sonar token", "sqp_ sqa_ squ_", rf"{_A}sq[pau]_{_HEX}{{40,}}"),
    _form("CircleCI token", "CCIPAT_ CCIPRJ_", r"CCIP(?:AT|RJ)_\w{20,}"),
    _form("Buildkite token", "bkua_ bkaj_", rf"{_A}bk(?:ua|aj)_{_HEX}{{40,}}"),
    _form("Postman key", "PMAK-", rf"PMAK-{_HEX}{{24}}-{_HEX}{{34}}"),
    _form("ReadMe key", "rdme_", rf"{_A}rdme_[a-z0-9]{{60,}}"),
    _form("Prefect key", "pnu_ pnb_", rf"{_A}pn[ub]_{_ALNUM}{{36,}}"),
    _form("dbt token", "dbtu_ dbtc_ dbts_", r"\bdbt[ucs]_[\w=+/-]{30,}"),
    # Models
    _form("Anthropic key", "sk-ant-", r"sk-ant-[\w-]{30,}"),
    _form("OpenRouter key", "sk-or-", r"sk-or-[\w-]{30,}"),
    _form("Groq key", "gsk_", rf"{_A}gsk_{_ALNUM}{{40,}}"),
    _form("xAI key", "xai-", rf"{_A}xai-{_ALNUM}{{40,}}"),
    _form("Hugging Face token", "hf_ api_org_", rf"{_A}(?:hf_|api_org_){_ALNUM}{{30,}}"),
    _form("Replicate token", "r8_", rf"{_A}r8_{_ALNUM}{{30,}}"),
    _form("Perplexity key", "pplx-", rf"{_A}pplx-{_ALNUM}{{40,}}"),
    _form("Together key", "tgp_v1_", r"tgp_v1_[\w-]{30,}"),
    _form("Fireworks key", "fw_", rf"{_A}fw_(?={_ALNUM}{{0,30}}\d){_ALNUM}{{20,}}"),
    _form("NVIDIA key", "nvapi-", r"nvapi-[\w-]{40,}"),
    _form("Cerebras key", "csk-", rf"{_A}csk-[a-z0-9]{{40,}}"),
    _form("ElevenLabs key", "sk_", rf"{_A}sk_{_HEX}{{40,}}"),
    _form("LangSmith key", "lsv2_", rf"lsv2_(?:pt|sk)_{_HEX}{{32}}_{_HEX}{{10}}"),
    _form("Langfuse key", "sk-lf-", rf"sk-lf-{_UUID}"),
    _form(
        "OpenAI key", "sk-", rf"(?<![\w-])sk-(?:{_HEX}{{32,}}|(?=[\w-]{{0,120}}\d)(?=[\w-]{{0,120}}[A-Z])[\w-]{{20,}})"
    ),
    _form("Voyage key", "pa-", r"(?<![\w-])pa-(?=[\w-]{0,40}\d)(?=[\w-]{0,40}[A-Z])[\w-]{43,}"),
    _form("Tavily key", "tvly-", r"tvly-[\w-]{20,}"),
    _form("Pinecone key", "pcsk_", r"pcsk_\w{30,}"),
    _form("Jina key", "jina_", rf"{_A}jina_[\w-]{{40,}}"),
    _form("Firecrawl key", "fc-", rf"{_A}fc-{_HEX}{{32}}(?!{_ALNUM})"),
    _form("Apify token", "apify_api_", rf"apify_api_{_ALNUM}{{30,}}"),
    _form("E2B key", "e2b_", rf"{_A}e2b_{_HEX}{{40}}"),
    _form("LlamaCloud key", "llx-", rf"{_A}llx-{_ALNUM}{{40,}}"),
    # Messages and mail
    _form("Slack token", "xox xapp-", r"xox[a-z]-[\w-]{10,}|xapp-\d-\w+-[\w-]{20,}|xoxe\.xox[bp]-[\w-]{20,}"),
    _form("Slack webhook", "hooks.slack.com/", r"hooks\.slack\.com/(?:services|workflows|triggers)/(\w+/[\w/]{20,})"),
    _form("Discord token", ".", rf"{_A}[MNO][\w-]{{23,27}}\.[\w-]{{6,7}}\.[\w-]{{27,}}"),
    _form("Discord webhook", "/api/webhooks/", r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/(\d{15,22}/[\w-]{50,})"),
    _form("Telegram token", ":", r"(?<![\w:])(?:bot)?\d{8,10}:[\w-]{35}(?![\w-])"),
    _form("IFTTT key", "maker.ifttt.com/", r"maker\.ifttt\.com/(?:use|trigger/\w+/with/key)/([\w-]{20,})"),
    _form("Twilio key", "AC SK", rf"{_A}(?:AC|SK){_HEX}{{32}}(?!{_ALNUM})"),
    _form("SendGrid key", "SG.", r"SG\.[\w-]{16,}\.[\w-]{16,}"),
    _form("Mailgun key", "key- -", rf"{_A}(?:(?:pub)?key-{_HEX}{{32}}|{_HEX}{{32}}-{_HEX}{{8}}-{_HEX}{{8}})(?![\w-])"),
    _form("Mailchimp key", "-us", rf"{_A}{_HEX}{{32}}-us\d{{1,2}}(?!\d)"),
    _form("Mandrill key", "md-", r"(?<![\w-])md-(?=[\w-]{0,21}\d)(?=[\w-]{0,21}[A-Z])[\w-]{22}(?![\w-])"),
    _form("Brevo key", "xkeysib- xsmtpsib-", rf"x(?:key|smtp)sib-{_HEX}{{64}}-{_ALNUM}{{16}}"),
    _form("Resend key", "re_", rf"{_A}re_{_ALNUM}{{8}}_{_ALNUM}{{20,}}"),
    # Payments and shops
    _form(
        "Stripe key",
        "_live_ _test_ whsec_",
        rf"{_A}(?:(?:sk|rk|pk)_(?:live|test|prod)_\w{{16,}}|whsec_[\w+/]{{16,}}=*)",
    ),
    _form("Square token", "sq0 EAAA", r"sq0[a-z]{3}-[\w-]{22,}|(?<!\w)EAAA[\w-]{60}(?![\w-])"),
    _form("PayPal token", "access_token$", rf"access_token\$(?:production|sandbox)\$[a-z0-9]{{16}}\${_HEX}{{32}}"),
    _form("Shopify token", "shpat_ shpss_ shpca_ shppa_", rf"shp(?:at|ss|ca|pa)_{_ALNUM}{{32,}}"),
    _form("Plaid token", "access-", rf"access-(?:sandbox|development|production)-{_UUID}"),
    _form("Razorpay key", "rzp_", rf"rzp_(?:live|test)_{_ALNUM}{{14,}}"),
    _form("Paddle key", "pdl_", r"pdl_(?:live|sdbx)_apikey_\w{26,}"),
    _form("Flutterwave key", "FLWSECK", rf"FLWSECK(?:_TEST|_LIVE)?-{_ALNUM}{{12,}}(?:-X)?"),
    _form("Shippo token", "shippo_", rf"shippo_(?:live|test)_{_HEX}{{40}}"),
    _form("EasyPost key", "EZAK EZTK", rf"{_A}EZ[AT]K{_ALNUM}{{54}}"),
    _form("Duffel token", "duffel_", r"duffel_(?:live|test)_[\w=-]{40,}"),
    # Watching and measuring
    _form("Datadog key", "ddapp_ ddp", rf"{_A}(?:ddapp_{_ALNUM}{{30,}}|ddpat_[\w-]{{30,}})"),
    _form(
        "Grafana token",
        "glc_ glsa_ eyJrIjoi",
        rf"{_A}(?:glc_eyJ[\w+/=]{{40,}}|glsa_{_ALNUM}{{32}}_{_HEX}{{8}}|eyJrIjoi[\w+/=-]{{50,}})",
    ),
    _form(
        "New Relic key",
        "NRAK- NRJS- NRII- NRIQ- NRRA- NRAL",
        rf"{_A}(?:NR(?:AK|JS|II|IQ|RA|AA)-[\w-]{{19,}}|{_HEX}{{36}}NRAL)",
    ),
    _form("Sentry token", "sntrys_ sntryu_ sntrya_", r"sntry[sua]_[\w+/=-]{40,}"),
    _form("Dynatrace token", "dt0", r"dt0[a-z]\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{60,}"),
    _form(
        "Honeycomb key", "hcaik_ hcalk_ hcamk_", r"hca[ilm]k_[a-z0-9]{26,}(?:_[a-z0-9]{20,})?|hca[ilm]c_[a-z0-9]{58}"
    ),
    _form("PostHog key", "phc_ phx_ phs_", rf"{_A}ph[cxs]_{_ALNUM}{{32,}}"),
    _form("LaunchDarkly key", "sdk- api- mob-", rf"(?<![\w-])(?:sdk|api|mob)-{_UUID}"),
    _form("Statsig key", "secret-", rf"(?<![\w-])secret-(?={_ALNUM}{{0,40}}\d){_ALNUM}{{40,}}"),
    # Writing, planning, drawing
    _form(
        "Notion token",
        "secret_ ntn_",
        rf"{_A}(?:secret_(?={_ALNUM}{{0,42}}\d){_ALNUM}{{43}}(?!{_ALNUM})|ntn_{_ALNUM}{{40,}})",
    ),
    _form("Figma token", "figd_ figo_ figu_", r"fig[dour]+_[\w-]{36,}"),
    _form("Linear key", "lin_api_ lin_oauth_ lin_wh_", rf"lin_(?:api|oauth|wh)_{_ALNUM}{{32,}}"),
    _form("Airtable token", "pat", rf"{_A}pat{_ALNUM}{{14}}\.{_HEX}{{64}}"),
    _form("Asana token", ":", rf"(?<![\w/])[12]/\d{{10,20}}(?:/\d{{10,20}})?:{_HEX}{{32}}"),
    _form("ClickUp token", "pk_", r"(?<!\w)pk_\d{5,10}_[A-Z0-9]{32}"),
    _form("Dropbox token", "sl.", r"(?<![\w.])sl\.(?:u\.)?[\w-]{120,}"),
    _form("Typeform token", "tfp_", r"tfp_[\w.=-]{40,}"),
    _form("Contentful token", "CFPAT-", r"CFPAT-[\w-]{40,}"),
    _form("HubSpot token", "pat-", rf"(?<![\w-])pat-(?:na|eu|ap)\d-{_UUID}"),
    _form("Mapbox token", "sk.eyJ pk.eyJ", r"[sp]k\.eyJ[\w-]{30,}\.[\w-]{20,}"),
    _form("Salesforce token", "00D", rf"{_A}00D{_ALNUM}{{12,15}}![\w.]{{80,}}"),
    _form("Facebook token", "EAA", rf"{_A}EAA[A-Z]{_ALNUM}{{80,}}"),
    _form("X bearer token", "AAAAAAAAAAAAAAAAAAAAA", r"AAAAAAAAAAAAAAAAAAAAA[\w%]{40,}"),
    _form("Twitch token", "oauth:", rf"{_A}oauth:[a-z0-9]{{30}}(?!{_ALNUM})"),
    _form("Okta token", "SSWS", r"SSWS (00[\w-]{38,})"),
    _form("Infura key", "infura.io/", rf"infura\.io/(?:ws/)?v3/({_HEX}{{32}})"),
    _form("Alchemy key", ".alchemy.com/ .g.alchemy", r"\.alchemy\.com/v2/([\w-]{20,})"),
    # Signed and hashed
    _form("JSON Web Token", "eyJ", r"(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)*"),  # RFC 7519
    _form(
        "password hash", "$", r"\$(?:apr1|1|2[abxy]?|5|6|7|y|argon2(?:id|i|d)|pbkdf2-sha\d+|scrypt)\$[\w./$=,+-]{20,}"
    ),
    _form("Laravel key", "base64:", r"APP_KEY\s{0,3}[:=]\s{0,3}[\"']?(base64:[\w+/]{40,}=*)"),
)
"""In the order in which they are looked for; of two in the same place the first one counts."""
