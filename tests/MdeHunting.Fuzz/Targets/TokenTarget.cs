using System.Text;
using MdeHunting.Fuzz.Inputs;
using MdeHunting.Rows;
using MdeHunting.Service.Tokens;

namespace MdeHunting.Fuzz.Targets;

/// <summary>Tokens for Get-MdeTokenInfo: read, or refused by a <see cref="TokenException"/>.</summary>
internal sealed class TokenTarget : IFuzzTarget
{
    private static readonly string[] Claims =
    [
        "aud",
        "iss",
        "iat",
        "nbf",
        "exp",
        "tid",
        "oid",
        "appid",
        "azp",
        "upn",
        "unique_name",
        "preferred_username",
        "scp",
        "roles",
        "amr",
        "xms_cc",
        "ver",
        "idtyp",
        "acr",
        "appidacr",
        "name",
        "sub",
    ];
    private static readonly string[] Values =
    [
        "\"https://graph.microsoft.com\"",
        "\"00000003-0000-0000-c000-000000000000\"",
        "\"ThreatHunting.Read.All openid\"",
        "[\"AdvancedQuery.Read.All\",7]",
        "[\"mfa\",\"pwd\"]",
        "1700000000",
        "\"1700000000.5\"",
        "253402300799.9999999",
        "253402300800",
        "-1",
        "1e308",
        "\"\\ud800\"",
        "[]",
    ];

    private static readonly DateTime Now = new(2026, 11, 28, 0, 0, 0, DateTimeKind.Utc);

    /// <inheritdoc/>
    public string Name => "tokens";

    /// <inheritdoc/>
    public byte[] Make(Random random)
    {
        var json = new JsonMaker(random);
        var claims = json.Many(12)
            .Select(_ => $"\"{json.Of(Claims)}\":{(random.Next(3) == 0 ? json.Value(3) : json.Of(Values))}")
            .Append($"{json.Text()}:{json.Value(2)}");
        var header = random.Next(4) == 0 ? json.Object(2) : """{"typ":"JWT","alg":"RS256"}""";
        var token = $"{Part(random, header)}.{Part(random, $"{{{string.Join(',', claims)}}}")}.{json.Of(["c2ln", "", "c2ln.x", "c2ln.x.y", "="])}";
        var bytes = Encoding.UTF8.GetBytes($"{json.Of(["", "", "", "Bearer ", "\"", "bearer: "])}{token}");
        return random.Next(3) == 0 ? Mutation.Of(random, bytes) : bytes;
    }

    /// <inheritdoc/>
    public void Check(byte[] input)
    {
        try
        {
            _ = TokenReader.Read(Encoding.UTF8.GetString(input), new DynamicObjects(), Now).ToString();
        }
        catch (TokenException e) when (e.Message.Length < 20_000)
        {
            // Refused, in words.
        }
    }

    private static string Part(Random random, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var text = Convert.ToBase64String(random.Next(4) == 0 ? Mutation.Of(random, bytes) : bytes);
        return random.Next(4) == 0 ? text : text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
