"""Secrets as they stand in files, made up anew by each run of the tests: none is ever one, and none stands here."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
ALNUM = string.ascii_letters + DIGITS
HEX = "0123456789abcdef"
B64 = ALNUM + "+/"
URL64 = ALNUM + "-_"
BASE32 = UPPER + "234567"

Rnd = random.Random


class Sample(NamedTuple):
    """Some lines of a file, and what of them nobody may see."""

    lines: list[str]
    secrets: list[str]


def chars(alphabet: str, count: int) -> Callable[[Rnd], str]:
    return lambda rnd: "".join(rnd.choices(alphabet, k=count))


def uuid(rnd: Rnd) -> str:
    return "-".join("".join(rnd.choices(HEX, k=n)) for n in (8, 4, 4, 4, 12))


def password(rnd: Rnd) -> str:
    """As a generator of passwords makes it: every sort of sign."""
    signs = [rnd.choice(LOWER), rnd.choice(UPPER), rnd.choice(DIGITS), rnd.choice("!#%*+-.=?_~")]
    signs += rnd.choices(ALNUM + "!#%*+-.=?_~", k=rnd.randint(8, 16))
    rnd.shuffle(signs)
    return rnd.choice(ALNUM) + "".join(signs) + rnd.choice(ALNUM)


def weak_password(rnd: Rnd) -> str:
    """As people make it: a word, a number, perhaps a mark."""
    word = rnd.choice(["Sommer", "winter", "Dragon", "monkey", "tiger", "Berlin", "coffee"])
    return word + str(rnd.randint(10, 2030)) + rnd.choice(["!", "?", "", "#"])


def base64_of(make: Callable[[Rnd], str]) -> Callable[[Rnd], str]:
    return lambda rnd: base64.b64encode(make(rnd).encode()).decode()


def pattern(text: str) -> Callable[[Rnd], str]:
    """Made of parts such as `{A36}`: so many signs of a set."""
    sets = {
        "A": ALNUM,
        "h": HEX,
        "u": URL64,
        "b": B64,
        "U": UPPER + DIGITS,
        "l": LOWER + DIGITS,
        "d": DIGITS,
        "3": BASE32,
    }

    def make(rnd: Rnd) -> str:
        made, rest = "", text
        while "{" in rest:
            before, _, rest = rest.partition("{")
            part, _, rest = rest.partition("}")
            made += before + (uuid(rnd) if part == "uuid" else "".join(rnd.choices(sets[part[0]], k=int(part[1:]))))
        return made + rest

    return make


FORMS: dict[str, str] = {
    "AWS access key": "AKIA{U16}",
    "AWS temporary key": "ASIA{U16}",
    "AWS session token": "IQoJb3JpZ2lu{b200}",
    "Amazon MWS": "amzn.mws.{uuid}",
    "Amazon Bedrock": "ABSKQmVkcm9ja{b110}",
    "AppSync": "da2-{l26}",
    "Google API key": "AIza{u35}",
    "Google OAuth secret": "GOCSPX-{u28}",
    "Google access token": "ya29.{u120}",
    "Google refresh token": "1//0{u60}",
    "Google storage HMAC": "GOOG1E{U57}",
    "Firebase server key": "AAAA{u7}:{u140}",
    "Azure storage key": "{b86}==",
    "Azure storage key with a mark": "{b76}+ASt{A6}==",
    "Azure search key": "{A42}AzSe{A6}",
    "Azure function key": "{u44}AzFu{A8}==",
    "Azure AI key": "{A40}JQQJ99{A35}",
    "Azure DevOps token": "{A76}AZDO{A4}",
    "Azure container registry": "{A42}+ACR{A6}",
    "Entra client secret": "{A3}8Q~{A34}",
    "Alibaba key": "LTAI{A20}",
    "Tencent key": "AKID{A32}",
    "DigitalOcean": "dop_v1_{h64}",
    "Heroku": "HRKU-{u60}",
    "Fly.io": "fo1_{u43}",
    "Render": "rnd_{A32}",
    "Netlify": "nfp_{A36}",
    "Vercel": "vcp_{A56}",
    "Cloudflare origin key": "v1.0-{h24}-{h146}",
    "Cloudflare Turnstile": "0x4AAAAAAA{u24}",
    "Supabase": "sbp_{h40}",
    "Supabase secret": "sb_secret_{u31}",
    "PlanetScale": "pscale_tkn_{u43}",
    "Neon": "napi_{l64}",
    "Databricks": "dapi{h32}",
    "Pulumi": "pul-{h40}",
    "Vault": "hvs.{u90}",
    "Terraform Cloud": "{A14}.atlasv1.{u67}",
    "Doppler": "dp.pt.{A43}",
    "1Password": "ops_eyJ{A300}",
    "age": "AGE-SECRET-KEY-1{U58}",
    "Tailscale": "tskey-auth-{A11}-{A32}",
    "GitHub": "ghp_{A36}",
    "GitHub fine-grained": "github_pat_{A22}_{A59}",
    "GitHub app": "ghs_{A36}",
    "GitLab": "glpat-{u20}",
    "GitLab runner": "glrt-{u20}",
    "Bitbucket": "ATBB{A32}",
    "Atlassian": "ATATT3xFfGF0{u180}",
    "npm": "npm_{A36}",
    "PyPI": "pypi-AgEIcHlwaS5vcmc{u100}",
    "RubyGems": "rubygems_{h48}",
    "crates.io": "cio{A32}",
    "NuGet": "oy2{l43}",
    "Docker": "dckr_pat_{u27}",
    "JFrog": "AKCp{A69}",
    "SonarQube": "sqp_{h40}",
    "CircleCI": "CCIPAT_{A22}_{h40}",
    "Postman": "PMAK-{h24}-{h34}",
    "OpenAI": "sk-{A20}T3BlbkFJ{A20}",
    "OpenAI project": "sk-proj-{u80}T3BlbkFJ{u60}",
    "DeepSeek": "sk-{h32}",
    "Anthropic": "sk-ant-api03-{u93}AA",
    "OpenRouter": "sk-or-v1-{h64}",
    "Groq": "gsk_{A52}",
    "xAI": "xai-{A80}",
    "Hugging Face": "hf_{A34}",
    "Hugging Face with digits": "hf_1{A33}",
    "Replicate": "r8_{A37}",
    "Perplexity": "pplx-{A48}",
    "NVIDIA": "nvapi-{u64}",
    "LangSmith": "lsv2_pt_{h32}_{h10}",
    "Tavily": "tvly-{A32}",
    "Pinecone": "pcsk_{A60}",
    "Slack bot": "xoxb-{d12}-{d13}-{A24}",
    "Slack user": "xoxp-{d12}-{d12}-{d13}-{h32}",
    "Slack app": "xapp-1-A{U10}-{d13}-{h64}",
    "Discord": "M{A23}.{A6}.{u38}",
    "Telegram": "{d10}:AA{u33}",
    "Twilio key": "SK{h32}",
    "SendGrid": "SG.{u22}.{u43}",
    "Mailgun": "key-{h32}",
    "Mailgun signing": "{h32}-{h8}-{h8}",
    "Mailchimp": "{h32}-us12",
    "Brevo": "xkeysib-{h64}-{A16}",
    "Resend": "re_{A8}_{A24}",
    "Stripe": "sk_live_{A24}",
    "Stripe restricted": "rk_live_{A24}",
    "Stripe webhook": "whsec_{A32}",
    "Square": "sq0atp-{u22}",
    "Shopify": "shpat_{h32}",
    "Plaid": "access-production-{uuid}",
    "Razorpay": "rzp_live_{A14}",
    "Grafana": "glsa_{A32}_{h8}",
    "Grafana Cloud": "glc_eyJ{A100}",
    "New Relic": "NRAK-{U27}",
    "Sentry": "sntrys_eyJ{A120}",
    "Sentry user": "sntryu_{h64}",
    "Dynatrace": "dt0c01.{324}.{364}",
    "PostHog": "phx_{A43}",
    "LaunchDarkly": "sdk-{uuid}",
    "Notion": "ntn_{A46}",
    "Notion, old": "secret_{A43}",
    "Figma": "figd_{u40}",
    "Linear": "lin_api_{A40}",
    "Airtable": "pat{A14}.{h64}",
    "Dropbox": "sl.{u140}",
    "HubSpot": "pat-na1-{uuid}",
    "Mapbox": "sk.eyJ{A60}.{u22}",
    "JSON Web Token": "eyJ{A36}.eyJ{A60}.{u43}",
}
"""Known by their letters; each stands where nothing else tells what it is."""

ADDRESSES: dict[str, str] = {
    "Slack webhook": "https://hooks.slack.com/services/T{U8}/B{U10}/{A24}",
    "Discord webhook": "https://discord.com/api/webhooks/{d18}/{u68}",
    "Teams webhook": "https://acme.webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{h32}/{uuid}",
    "GitHub's old token in an address": "https://{h40}@github.com/acme/app.git",
    "GitHub's old token as a password": "https://bot:{h40}@github.com/acme/app.git",
    "Sentry DSN": "https://{h32}@o{d6}.ingest.sentry.io/{d7}",
    "PostgreSQL": "postgres://app:{A16}@db.acme.net:5432/app",
    "MongoDB": "mongodb+srv://app:{A16}@cluster0.acme.net/test",
    "Redis": "redis://:{A24}@cache.acme.net:6379/0",
    "AMQP": "amqps://app:{A20}@mq.acme.net/vhost",
    "signed address": "https://acme.blob.core.windows.net/c/f.txt?sv=2024-01-01&sr=b&sig={A40}%3D&se=2030",
    "key in a query": "https://api.acme.net/v1/items?limit=10&api_key={A32}",
}

PLACES: dict[str, tuple[str, Callable[[Rnd], str]]] = {
    "AWS secret key": ("aws_secret_access_key = {}", chars(B64, 40)),
    "AWS secret key in code": ('    "SecretAccessKey": "{}",', chars(B64, 40)),
    "AWS session token by name": ("export AWS_SESSION_TOKEN={}", chars(B64, 300)),
    "Azure key by name": ("AZURE_OPENAI_API_KEY={}", chars(HEX, 32)),
    "Azure client secret by name": ('client_secret = "{}"', pattern("{A3}8Q~{A34}")),
    "Azure connection string": (
        "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={};EndpointSuffix=core.windows.net",
        pattern("{b86}=="),
    ),
    "Service Bus": (
        "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={}",
        pattern("{b43}="),
    ),
    "Mistral": ("MISTRAL_API_KEY={}", chars(ALNUM, 32)),
    "Cohere": ("COHERE_API_KEY={}", chars(ALNUM, 40)),
    "Together": ("TOGETHER_API_KEY={}", chars(HEX, 64)),
    "Deepgram": ('deepgram_api_key: "{}"', chars(HEX, 40)),
    "Twilio token": ("TWILIO_AUTH_TOKEN={}", chars(HEX, 32)),
    "Datadog": ("DD_API_KEY={}", chars(HEX, 32)),
    "Datadog application": ("  datadog_app_key: {}", chars(HEX, 40)),
    "Cloudflare": ("CLOUDFLARE_API_TOKEN={}", chars(URL64, 40)),
    "Cloudflare global": ("CF_API_KEY={}", chars(HEX, 37)),
    "Vercel, old": ("VERCEL_TOKEN={}", chars(ALNUM, 24)),
    "Heroku, old": ("HEROKU_API_KEY={}", uuid),
    "Consul": ("CONSUL_HTTP_TOKEN={}", uuid),
    "Vault, old": ("VAULT_TOKEN=s.{}", chars(ALNUM, 24)),
    "Snowflake": ("SNOWFLAKE_PASSWORD={}", password),
    "Algolia": ("ALGOLIA_ADMIN_KEY={}", chars(HEX, 32)),
    "Codecov": ("CODECOV_TOKEN: {}", uuid),
    "Azure DevOps, old": ("SYSTEM_ACCESSTOKEN={}", chars(LOWER + "234567", 52)),
    "Rails": ("secret_key_base: {}", chars(HEX, 128)),
    "Django": ("SECRET_KEY = 'django-insecure-{}'", chars(ALNUM + "!@#%^*-_=+", 50)),
    "Laravel": ("APP_KEY=base64:{}", pattern("{b43}=")),
    "Docker's auth": ('      "auth": "{}"', base64_of(pattern("acme:{A20}"))),
    ".npmrc": ("//registry.npmjs.org/:_authToken={}", uuid),
    ".npmrc, old": ("_auth={}", base64_of(pattern("acme:{A20}"))),
    ".npmrc's password": ("//npm.acme.net/:_password={}", base64_of(password)),
    ".pypirc": ("password = {}", password),
    ".netrc": ("machine api.acme.net login bot password {}", password),
    ".netrc, line by line": ("  password {}", chars(ALNUM, 24)),
    ".pgpass": ("db.acme.net:5432:app:bot:{}", password),
    ".htpasswd": ("bot:$apr1${}", pattern("{A8}${A22}")),
    "kubeconfig's key": ("    client-key-data: {}", chars(B64, 400)),
    "kubeconfig's token": ("    token: {}", chars(URL64, 64)),
    ".env password": ("DB_PASSWORD={}", password),
    ".env password of a person": ("DB_PASSWORD={}", weak_password),
    ".env secret": ("SESSION_SECRET={}", chars(URL64, 43)),
    ".env token": ("DEPLOY_TOKEN={}", chars(ALNUM, 40)),
    ".env, quoted": ('export SMTP_PASS="{}"', password),
    "YAML password": ("  password: {}", password),
    "YAML password of a person": ("  password: {}", weak_password),
    "YAML secret": ("    clientSecret: '{}'", chars(URL64, 40)),
    "JSON password": ('  "password": "{}",', password),
    "JSON token": ('{{"accessToken":"{}"}}', chars(URL64, 64)),
    "escaped JSON": ('body = "{{\\"password\\": \\"{}\\"}}"', chars(ALNUM, 20)),
    "tfvars": ('db_password = "{}"', password),
    "properties": ("spring.datasource.password={}", password),
    "properties secret": ("app.jwt.secret={}", chars(URL64, 44)),
    "ini": ("passwd = {}", password),
    "XML": ("    <password>{}</password>", chars(ALNUM, 16)),
    "XML attribute": ('<add key="ApiKey" value="{}" />', chars(ALNUM, 32)),
    "JDBC": ("jdbc:postgresql://db/app?user=bot&password={}", chars(ALNUM, 18)),
    "JDBC of Oracle": ("jdbc:oracle:thin:bot/{}@db:1521:app", chars(ALNUM, 14)),
    "ADO": ("Server=db;Database=app;User Id=bot;Password={};Encrypt=true", chars(ALNUM + "!#", 16)),
    "ADO, short": ("Data Source=db;Uid=bot;Pwd={};", chars(ALNUM, 14)),
    "Go DSN": ('db, err := sql.Open("mysql", "bot:{}@tcp(db:3306)/app")', chars(ALNUM, 16)),
    "curl -u": ("curl -u bot:{} https://api.acme.net/v1", password),
    "curl --user": ("curl --user 'bot:{}' https://api.acme.net/v1", chars(ALNUM, 20)),
    "basic authorization": ("Authorization: Basic {}", base64_of(pattern("bot:{A16}"))),
    "bearer authorization": ('curl -H "Authorization: Bearer {}"', chars(URL64, 48)),
    "token authorization": ("    'Authorization': 'token {}',", chars(HEX, 40)),
    "X-Api-Key": ("X-Api-Key: {}", chars(ALNUM, 32)),
    "subscription key": ("Ocp-Apim-Subscription-Key: {}", chars(HEX, 32)),
    "mysql -p": ("mysql -h db -u bot -p{} app", chars(ALNUM, 14)),
    "sshpass": ("sshpass -p '{}' ssh bot@host", password),
    "docker login": ("docker login -u bot -p {} registry.acme.net", password),
    "--password": ("tool push --user bot --password {} target", password),
    "--token": ("tool deploy --token={}", chars(ALNUM, 32)),
    "PGPASSWORD": ("PGPASSWORD={} psql -h db", chars(ALNUM, 16)),
    "SQL": ("CREATE USER bot IDENTIFIED BY '{}';", password),
    "SQL role": ("ALTER ROLE bot WITH PASSWORD '{}';", password),
    "PowerShell": ('$p = ConvertTo-SecureString "{}" -AsPlainText -Force', password),
    "openssl": ("openssl rsa -in key.pem -passin pass:{}", chars(ALNUM, 14)),
    "PHP": ("define('DB_PASSWORD', '{}');", password),
    "code": ('const apiKey: string = "{}";', chars(ALNUM, 40)),
    "code, a password": ('    password="{}",', password),
    "WireGuard": ("PrivateKey = {}", pattern("{b43}=")),
    "JSON Web Key": ('{{"kty":"OKP","crv":"Ed25519","d":"{}"}}', chars(URL64, 43)),
    "Ethereum": ("PRIVATE_KEY=0x{}", chars(HEX, 64)),
}
"""Known by where they stand."""

KEY_QUOTES: dict[str, tuple[str, str]] = {
    "a key": ("{}", "{}"),
    "a key, indented": ("    {}", "    {}"),
    "a key in Python": ('    "{}\\n"', '    "{}\\n"'),
    "a key in Java": ('    "{}\\n" +', '    "{}\\n";'),
    "a key in JavaScript": ("  '{}\\n' +", "  '{}'"),
    "a key in PHP": ('    . "{}\\n"', '    . "{}";'),
    "a key in C": ('"{}\\r\\n" \\', '"{}\\r\\n"'),
    "a key in a list": ('  - "{}"', '  - "{}"'),
    "a key in JSON lines": ('    "{}",', '    "{}"'),
    "a key in Basic": ('key = key & "{}" & vbLf', 'key = key & "{}"'),
    "a key that is appended": ('key.append("{}\\n");', 'key.append("{}");'),
    "a key in a comment": ("# {}", "# {}"),
}
"""How source quotes the lines of a private key, and the last of them."""


def form_sample(name: str, rnd: Rnd) -> Sample:
    secret = pattern(FORMS[name])(rnd)
    return Sample([f"See {secret} for more."], [secret])


def address_sample(name: str, rnd: Rnd) -> Sample:
    address = pattern(ADDRESSES[name])(rnd)
    secret = max(address.replace("@github", "/github").replace("@", "/").replace(":", "/").split("/"), key=len)
    if "=" in secret:
        secret = max(secret.replace("&", "=").split("="), key=len)
    if name in ("PostgreSQL", "MongoDB", "Redis", "AMQP"):
        secret = address.partition("://")[2].partition("@")[0].partition(":")[2]
    return Sample([f"url: {address}"], [secret])


def place_sample(name: str, rnd: Rnd) -> Sample:
    template, make = PLACES[name]
    secret = make(rnd)
    return Sample([template.format(secret)], [secret])


def key_sample(name: str, rnd: Rnd) -> Sample:
    quote, last = KEY_QUOTES[name]
    kind = rnd.choice(["RSA ", "EC ", "", "OPENSSH "])
    count = rnd.randint(3, 30)
    body = [chars(B64, 64)(rnd) for _ in range(count)] + [chars(B64, rnd.randint(8, 60))(rnd) + "=="]
    inner = [f"-----BEGIN {kind}PRIVATE KEY-----", *body]
    lines = [quote.format(line) for line in inner]
    return Sample([*lines, last.format(f"-----END {kind}PRIVATE KEY-----"), "after it"], body)


KINDS: dict[str, Callable[[Rnd], Sample]] = {
    name: partial(make, name)
    for make, names in (
        (form_sample, FORMS),
        (address_sample, ADDRESSES),
        (place_sample, PLACES),
        (key_sample, KEY_QUOTES),
    )
    for name in names
}
