using System.Text;
using MdeHunting.Fuzz.Inputs;
using MdeHunting.Service.Services;

namespace MdeHunting.Fuzz.Targets;

/// <summary>Environment files: read, or refused by an <see cref="EnvironmentException"/>.</summary>
internal sealed class EnvironmentTarget : IFuzzTarget
{
    private static readonly string[] Values =
    [
        "\"Lab\"",
        "\"Public\"",
        "\"https://localhost:5001/\"",
        "\"https://login.microsoftonline.com/\"",
        "\"http://localhost/\"",
        "\"https://graph.microsoft.com\"",
        "\"https://[::1]:9/\"",
        "\"https://a@b/\"",
        "\"MIIB\"",
        "\"\"",
        "\"https://\\ud800/\"",
        "100000",
        "-1",
        "1e99",
        "9223372036854775808",
    ];

    /// <inheritdoc/>
    public string Name => "environments";

    /// <inheritdoc/>
    public byte[] Make(Random random)
    {
        var json = new JsonMaker(random);
        string Value() => random.Next(6) == 0 ? json.Value(2) : json.Of(Values);
        string More() => (random.Next(2) == 0 ? $",\"rowLimit\":{json.Number()}" : "") + (random.Next(3) == 0 ? $",{json.Text()}:{Value()}" : "");
        string Api() => random.Next(8) == 0 ? json.Value(1) : $"{{\"baseAddress\":{Value()},\"resource\":{Value()}{More()}}}";
        var apis = $"{{\"Graph\":{Api()},{json.Of(["\"Endpoint\"", "\"Xdr\"", "\"graph\"", "\"9\""])}:{Api()}}}";
        var file = $"{{\"name\":{Value()},\"authority\":{Value()},{(random.Next(2) == 0 ? $"\"rootCertificate\":{Value()}," : "")}\"apis\":{apis}}}";
        var bytes = Encoding.UTF8.GetBytes(file);
        return random.Next(2) == 0 ? Mutation.Of(random, bytes) : bytes;
    }

    /// <inheritdoc/>
    public void Check(byte[] input)
    {
        try
        {
            EnvironmentReader.Parse(input, "file");
        }
        catch (EnvironmentException e) when (e.Message.Length < 20_000)
        {
            // Refused, in words.
        }
    }
}
