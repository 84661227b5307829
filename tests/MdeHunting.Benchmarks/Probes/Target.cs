namespace MdeHunting.Benchmarks.Probes;

/// <summary>What a measuring process is to ask, handed to it through its environment.</summary>
/// <param name="Manifest">The module's manifest.</param>
/// <param name="EnvironmentFile">The lab's environment file.</param>
/// <param name="RootCertificate">A file with the lab's root certificate, as PEM.</param>
/// <param name="Address">The service's address.</param>
/// <param name="Api">The service's name.</param>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="Token">A bearer for it.</param>
/// <param name="Query">The query that gets the response.</param>
/// <param name="IsGzip">Whether the response is compressed.</param>
internal sealed record Target(
    string Manifest,
    string EnvironmentFile,
    string RootCertificate,
    string Address,
    string Api,
    string Tenant,
    string Token,
    string Query,
    bool IsGzip
)
{
    private const string Prefix = "MDEHUNTING_BENCHMARK_";

    /// <summary>The folder in which the process keeps what a user's processes keep; null for the user's own.</summary>
    public string? Home { get; init; }

    /// <summary>What a process that is measured as a whole is to do.</summary>
    public string? Step { get; init; }

    /// <summary>The manifest that it is to import.</summary>
    public string? Import { get; init; }

    /// <summary>As this process was told.</summary>
    public static Target Read()
    {
        static string Get(string name) =>
            Environment.GetEnvironmentVariable(Prefix + name)
            ?? throw new InvalidOperationException($"{Prefix}{name} is not set: only the benchmark starts this.");
        return new(Get("MANIFEST"), Get("ENVIRONMENT"), Get("ROOT"), Get("ADDRESS"), Get("API"), Get("TENANT"), Get("TOKEN"), Get("QUERY"), Get("GZIP") == "1");
    }

    /// <summary>Tells a process.</summary>
    public void Write(IDictionary<string, string?> variables)
    {
        variables[Prefix + "MANIFEST"] = Manifest;
        variables[Prefix + "ENVIRONMENT"] = EnvironmentFile;
        variables[Prefix + "ROOT"] = RootCertificate;
        variables[Prefix + "ADDRESS"] = Address;
        variables[Prefix + "API"] = Api;
        variables[Prefix + "TENANT"] = Tenant;
        variables[Prefix + "TOKEN"] = Token;
        variables[Prefix + "QUERY"] = Query;
        variables[Prefix + "GZIP"] = IsGzip ? "1" : "0";
        variables[Prefix + "STEP"] = Step;
        variables[Prefix + "IMPORT"] = Import;
        variables["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        if (Home is null)
        {
            return;
        }

        variables["HOME"] = Home;
        variables.Remove("XDG_DATA_HOME");
    }
}
