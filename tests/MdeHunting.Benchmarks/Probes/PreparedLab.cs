using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.HuntingApi;
using MdeHunting.Lab.Settings;
using MdeHunting.TestKit;

namespace MdeHunting.Benchmarks.Probes;

/// <summary>A lab that answers chosen queries with prepared bytes.</summary>
internal sealed class PreparedLab : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-benchmark-").FullName;
    private readonly LabServer _lab;
    private readonly HttpClient _http;

    private PreparedLab(LabServer lab)
    {
        _lab = lab;
        _http = lab.CreateClient();
    }

    /// <summary>The tenant that is asked.</summary>
    public static LabTenant Tenant { get; } = LabTenants.Fabrikam(_ => SeedTenantData.Create());

    /// <summary>The lab itself.</summary>
    public LabServer Server => _lab;

    /// <summary>The lab's environment file.</summary>
    public string EnvironmentFile => Path.Combine(_folder, "lab.json");

    /// <summary>A folder that is gone afterwards.</summary>
    public string Folder => _folder;

    /// <summary>Starts it; the module takes a hundred thousand rows from it for whole responses.</summary>
    public static async Task<PreparedLab> StartAsync(CancellationToken token)
    {
        var lab = new PreparedLab(
            await LabServer.StartAsync(
                new LabOptions
                {
                    Tenants = [Tenant],
                    RowLimit = 1_000_000,
                    ByteLimit = long.MaxValue,
                    ApproveSignIns = true,
                },
                token
            )
        );
        await lab._lab.WriteEnvironmentFileAsync(lab.EnvironmentFile, token);
        await File.WriteAllTextAsync(Path.Combine(lab._folder, "root.pem"), lab._lab.RootCertificate.ExportCertificatePem(), token);
        return lab;
    }

    /// <summary>The dialect of a service.</summary>
    public HuntingDialect Dialect(string api) =>
        api switch
        {
            "Graph" => new GraphDialect(_lab.BaseAddress, TimeProvider.System),
            "Endpoint" => LegacyDialect.Endpoint(_lab.BaseAddress),
            _ => LegacyDialect.Xdr(_lab.BaseAddress),
        };

    /// <summary>Responses every query so from now on.</summary>
    public void Respond(Func<string, PreparedResponse> response)
    {
        _lab.State.Faults.ClearQueryFaults();
        _lab.State.Faults.OnQuery(_ => true, new ChosenResponse(response));
    }

    /// <summary>What a process that is to measure has to know.</summary>
    public async Task<Target> TargetAsync(string api, string query, bool isGzip, CancellationToken token)
    {
        var resource = LabResources.All.Single(one => one.Name == api);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = LabApplications.Runbook.Id.ToString(),
                ["client_secret"] = _lab.State.CredentialsOf(LabApplications.Runbook.Id).Secrets[LabApplications.CurrentSecret],
                ["scope"] = $"{resource.Identifier}/.default",
            }
        );
        using var response = await _http.PostAsync($"/{Tenant.Id}/oauth2/v2.0/token", form, token);
        var tokens = JsonNode.Parse(await response.Content.ReadAsStringAsync(token))!;
        return new Target(
            ModuleSetup.Manifest,
            EnvironmentFile,
            Path.Combine(_folder, "root.pem"),
            new Uri(_lab.BaseAddress, Dialect(api).Path).AbsoluteUri,
            api,
            Tenant.Id.ToString(),
            tokens["access_token"]!.GetValue<string>(),
            query,
            isGzip
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
