using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Settings;

namespace MdeHunting.Lab.Hosting;

/// <summary>The file that tells a client where a lab is and which certificate to trust there.</summary>
internal static class LabEnvironment
{
    private const int Boundless = 1_000_000;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The file's text. It tells the limits of results where they are not the services' own, as a client of a cloud with other limits has to be told.
    /// </summary>
    public static string Describe(Uri baseAddress, string rootCertificate, LabOptions options)
    {
        var address = baseAddress.GetLeftPart(UriPartial.Authority);
        var apis = LabResources.All.Select(resource => KeyValuePair.Create<string, JsonNode?>(resource.Name, Describe(resource, address, options)));
        return new JsonObject
        {
            ["name"] = "Lab",
            ["authority"] = address,
            ["apis"] = new JsonObject(apis),
            ["rootCertificate"] = rootCertificate,
        }.ToJsonString(Indented);
    }

    /// <summary>The file's text with one service at another address.</summary>
    public static string Move(string json, string service, Uri address)
    {
        var environment = JsonNode.Parse(json)!;
        if (service == "Identity")
        {
            environment["authority"] = address.GetLeftPart(UriPartial.Authority);
        }
        else if (environment["apis"]![service] is { } api)
        {
            api["baseAddress"] = address.GetLeftPart(UriPartial.Authority);
        }
        else
        {
            throw new ArgumentException($"There's no service '{service}'.", nameof(service));
        }

        return environment.ToJsonString(Indented);
    }

    private static JsonObject Describe(LabResource resource, string address, LabOptions options)
    {
        var usual = new LabOptions();
        var api = new JsonObject { ["baseAddress"] = address, ["resource"] = resource.Identifier };
        if (options.RowLimit != usual.RowLimit)
        {
            api["rowLimit"] = options.RowLimit;
        }

        if (options.ByteLimit != usual.ByteLimit)
        {
            api["byteLimit"] = options.ByteLimit;
        }

        // A service that lets a tenant ask as much as it likes says so, or its clients would hold themselves back as for the services' own.
        var quota = options.Quotas.GetValueOrDefault(resource.Name);
        api["callsPerMinute"] = quota?.CallsPerMinute ?? Boundless;
        api["callsPerHour"] = quota?.CallsPerHour ?? Boundless;
        api["runningSecondsPerHour"] = Seconds(quota?.TimePerHour);
        api["runningSecondsPerDay"] = Seconds(quota?.TimePerDay);
        return api;

        static int Seconds(TimeSpan? time) => time is { } limit ? Math.Max(1, (int)limit.TotalSeconds) : Boundless;
    }

    /// <summary>Writes a file that is there whole or not at all, for its owner alone where the system has modes.</summary>
    public static Task WriteAsync(string path, string json, CancellationToken token) =>
        PrivateFile.WriteAsync(path, Encoding.UTF8.GetBytes(json), overwrite: true, token);
}
