using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Dataset.Planted;
using MdeHunting.Lab.Hosting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Hosting;

public sealed class LabCommandLineTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("There's no command 'server'. Try --help.", "server")]
    [InlineData("There's no option '--prot'. Try --help.", "serve", "--prot", "1")]
    [InlineData("--port needs a value. Try --help.", "serve", "--port")]
    [InlineData("--environment-file needs a value. Try --help.", "serve", "--environment-file", "--approve")]
    [InlineData("--secrets-folder needs a value. Try --help.", "serve", "--secrets-folder")]
    [InlineData("--indicators-folder needs a value. Try --help.", "serve", "--indicators-folder")]
    [InlineData("'soon' isn't a number of minutes: it must be one from -1440 to 1440. Try --help.", "serve", "--identity-clock-skew", "soon")]
    [InlineData("'1441' isn't a number of minutes: it must be one from -1440 to 1440. Try --help.", "serve", "--identity-clock-skew", "1441")]
    [InlineData("'https' isn't a port: it must be a number from 0 (any free port) to 65535. Try --help.", "serve", "--port", "https")]
    [InlineData("'65536' isn't a port: it must be a number from 0 (any free port) to 65535. Try --help.", "serve", "--port", "65536")]
    [InlineData(
        "'many' isn't a number of rows for --row-limit: it must be a whole number from 1 to 2147483647, in digits alone. Try --help.",
        "serve",
        "--row-limit",
        "many"
    )]
    [InlineData(
        "'0' isn't a number of bytes for --byte-limit: it must be a whole number from 1 to 9223372036854775807, in digits alone. Try --help.",
        "serve",
        "--byte-limit",
        "0"
    )]
    [InlineData(
        "'86401' isn't a number of seconds for --time-limit: it must be a whole number from 1 to 86400, in digits alone. Try --help.",
        "serve",
        "--time-limit",
        "86401"
    )]
    [InlineData(
        "'-5' isn't a number of rows for --rows-per-second: it must be a whole number from 1 to 2147483647, in digits alone. Try --help.",
        "serve",
        "--rows-per-second",
        "-5"
    )]
    [InlineData(
        "'3999' isn't a number of rows for --rows: it must be a whole number from 4000 to 5000000, in digits alone. Try --help.",
        "serve",
        "--rows",
        "3999"
    )]
    [InlineData(
        "'5000001' isn't a number of rows for --rows: it must be a whole number from 4000 to 5000000, in digits alone. Try --help.",
        "serve",
        "--rows",
        "5000001"
    )]
    [InlineData(
        "'1e6' isn't a number of rows for --rows: it must be a whole number from 4000 to 5000000, in digits alone. Try --help.",
        "serve",
        "--rows",
        "1e6"
    )]
    [InlineData(
        "'0' isn't a number of calls for --calls-per-minute: it must be a whole number from 1 to 2147483647, in digits alone. Try --help.",
        "serve",
        "--calls-per-minute",
        "0"
    )]
    [InlineData("--row-limit needs a value. Try --help.", "serve", "--row-limit")]
    [InlineData("--environment-file needs a value. Try --help.", "serve", "--environment-file", "")]
    [InlineData("'8080' belongs to no option. Try --help.", "serve", "--port", "0", "8080")]
    [InlineData("There's no option '--approve' without the command serve before it. Try --help.", "--approve")]
    [InlineData("Option '--port' expects a single argument but 2 were provided. Try --help.", "serve", "--port", "1", "--port", "2")]
    public async Task A_wrong_argument_is_named(string message, params string[] arguments)
    {
        Assert.Equal(2, await Run(arguments));
        Assert.Equal(message, _error.ToString().TrimEnd());
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--help")]
    public async Task Help_goes_to_the_output(params string[] arguments)
    {
        Assert.Equal(0, await Run(arguments));
        Assert.Contains("--environment-file <PATH>", _output.ToString());
        Assert.Contains("3 hours of it a day", string.Join(' ', _output.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Without_arguments_the_tour_runs() =>
        Assert.Equal(7, await new LabCommandLine(_output, _error, _ => Task.FromResult(7)).RunAsync([], CancellationToken.None));

    [Theory]
    [InlineData("Graph", null, null)]
    [InlineData("Endpoint", 45, 1500, "--quotas")]
    [InlineData("Graph", 45, null, "--quotas")]
    [InlineData("Xdr", 7, null, "--calls-per-minute", "7")]
    [InlineData("Endpoint", 7, null, "--calls-per-minute", "7")]
    [InlineData("Endpoint", 7, 1500, "--quotas", "--calls-per-minute", "7")]
    public void Serving_has_the_quotas_that_are_asked_for(string api, int? perMinute, int? perHour, params string[] options)
    {
        var quota = ServeCommand.Options(Parse(options), CancellationToken.None).Quotas[api];
        Assert.Equal((perMinute, perHour), (quota.CallsPerMinute, quota.CallsPerHour));
    }

    [Fact]
    public async Task A_port_in_use_is_told()
    {
        await using var lab = await TestLab.StartAsync();
        var port = lab.Server.BaseAddress.Port;
        Assert.Equal(1, await Run("serve", "--port", port.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal($"Port {port} on localhost is in use. Choose another with --port, or any free one with --port 0.", _error.ToString().TrimEnd());
    }

    [Fact]
    public async Task A_place_that_no_file_can_be_written_to_is_told()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        Assert.Equal(1, await Run("serve", "--port", "0", "--environment-file", Path.Combine(folder, "lab.json")));
        Assert.Contains(folder, _error.ToString());
    }

    [Fact]
    public async Task Serving_keeps_the_file_there_as_long_as_the_lab_answers()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json");
        var ready = new SignallingWriter("Ctrl+C stops the lab.");
        using var stop = new CancellationTokenSource();
        var serving = new LabCommandLine(ready, _error, _ => Task.FromResult(7)).RunAsync(["serve", "--port", "0", "--environment-file", file], stop.Token);

        await ready.Signalled;
        var authority = (string)JsonNode.Parse(await File.ReadAllTextAsync(file))!["authority"]!;
        Assert.Contains($"The lab is at {authority}; its environment file is {file}", ready.ToString());
        Assert.Contains($"Connect-MdeTenant -TenantId {TestLab.Contoso} -ClientId {TestLab.ClientId} -DeviceCode -Environment '{file}'", ready.ToString());
        Assert.Contains(TestLab.Responder, ready.ToString());
        await stop.CancelAsync();

        Assert.Equal(0, await serving);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Serving_says_that_it_makes_rows_before_it_is_ready()
    {
        var root = System.IO.Directory.CreateTempSubdirectory();
        try
        {
            var ready = new SignallingWriter("Ctrl+C stops the lab.");
            using var stop = new CancellationTokenSource();
            var serving = new LabCommandLine(ready, _error, _ => Task.FromResult(7)).RunAsync(
                ["serve", "--port", "0", "--rows", "5000", "--environment-file", Path.Combine(root.FullName, "lab.json")],
                stop.Token
            );

            await ready.Signalled;
            var lines = ready.ToString().Split('\n');
            Assert.Equal("Making 5,000 rows for the largest table, and those of the others that go with them ...", lines[0].TrimEnd());
            Assert.Matches("^Made [0-9,]+ rows in [0-9.]+ seconds\\.$", lines[1].TrimEnd());
            Assert.StartsWith("The lab is at", lines[2]);
            await stop.CancelAsync();
            Assert.Equal(0, await serving);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Serving_can_be_stopped_while_it_makes_rows()
    {
        var making = new SignallingWriter("Making");
        using var stop = new CancellationTokenSource();
        var serving = new LabCommandLine(making, _error, _ => Task.FromResult(7)).RunAsync(["serve", "--port", "0", "--rows", "5000000"], stop.Token);
        await making.Signalled;
        await stop.CancelAsync();
        Assert.Equal(0, await serving);
        Assert.DoesNotContain("The lab is at", making.ToString());
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task Serving_keeps_the_secrets_there_as_long_as_the_lab_answers()
    {
        var root = System.IO.Directory.CreateTempSubdirectory();
        try
        {
            var folder = Path.Combine(root.FullName, "secrets");
            var ready = new SignallingWriter("Ctrl+C stops the lab.");
            using var stop = new CancellationTokenSource();
            var serving = new LabCommandLine(ready, _error, _ => Task.FromResult(7)).RunAsync(
                ["serve", "--port", "0", "--environment-file", Path.Combine(root.FullName, "lab.json"), "--secrets-folder", folder],
                stop.Token
            );

            await ready.Signalled;
            var files = System.IO.Directory.GetFiles(folder).Order().ToArray();
            Assert.Equal(["federated.token.txt", "runbook.password.txt", "runbook.pem", "runbook.pfx", "runbook.secret.txt"], files.Select(Path.GetFileName));
            foreach (var file in files)
            {
                if (!OperatingSystem.IsWindows())
                {
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
                }
            }
            var pem = Path.Combine(folder, "runbook.pem");
            using var fromPem = X509Certificate2.CreateFromPemFile(pem);
            using var fromPfx = X509CertificateLoader.LoadPkcs12FromFile(
                Path.Combine(folder, "runbook.pfx"),
                await File.ReadAllTextAsync(Path.Combine(folder, "runbook.password.txt"))
            );
            Assert.Equal(fromPem.Thumbprint, fromPfx.Thumbprint);
            Assert.True(fromPem.HasPrivateKey && fromPfx.HasPrivateKey);
            Assert.Contains(await File.ReadAllTextAsync(Path.Combine(folder, "runbook.secret.txt")), ready.ToString());
            Assert.Contains("application 33333333-3333-3333-3333-333333333333", ready.ToString());
            Assert.DoesNotContain(await File.ReadAllTextAsync(Path.Combine(folder, "federated.token.txt")), ready.ToString());
            await stop.CancelAsync();

            Assert.Equal(0, await serving);
            Assert.False(System.IO.Directory.Exists(folder));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Serving_keeps_the_documents_of_indicators_there_as_long_as_the_lab_answers()
    {
        var root = System.IO.Directory.CreateTempSubdirectory();
        try
        {
            var folder = Path.Combine(root.FullName, "case");
            var ready = new SignallingWriter("Ctrl+C stops the lab.");
            using var stop = new CancellationTokenSource();
            var serving = new LabCommandLine(ready, _error, _ => Task.FromResult(7)).RunAsync(
                ["serve", "--port", "0", "--environment-file", Path.Combine(root.FullName, "lab.json"), "--indicators-folder", folder],
                stop.Token
            );

            await ready.Signalled;
            Assert.Equal(SupplierDocuments.All.Keys.Order(), System.IO.Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            Assert.Contains($"Import-MdeIndicator '{folder}' -IncludeNoise", ready.ToString());
            await stop.CancelAsync();

            Assert.Equal(0, await serving);
            Assert.False(System.IO.Directory.Exists(folder));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Serving_keeps_what_evidence_is_signed_with_there_as_long_as_the_lab_answers()
    {
        var root = System.IO.Directory.CreateTempSubdirectory();
        try
        {
            var folder = Path.Combine(root.FullName, "signing");
            var ready = new SignallingWriter("Ctrl+C stops the lab.");
            using var stop = new CancellationTokenSource();
            var serving = new LabCommandLine(ready, _error, _ => Task.FromResult(7)).RunAsync(
                ["serve", "--port", "0", "--environment-file", Path.Combine(root.FullName, "lab.json"), "--signing-folder", folder],
                stop.Token
            );

            await ready.Signalled;
            var password = await File.ReadAllTextAsync(Path.Combine(folder, "signer.password.txt"));
            using var signer = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder, "signer.pfx"), password);
            using var trusted = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "root.pem"));
            Assert.True(signer.HasPrivateKey);
            Assert.Equal(trusted.Subject, trusted.Issuer);
            Assert.Contains("-TimestampServer http://127.0.0.1:", ready.ToString());
            await stop.CancelAsync();

            Assert.Equal(0, await serving);
            Assert.False(System.IO.Directory.Exists(folder));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--signing-folder", "root.pem")]
    [InlineData("--secrets-folder", "runbook.pem")]
    [InlineData("--indicators-folder", "supplier.csv")]
    public async Task A_file_that_was_there_is_neither_replaced_nor_deleted(string option, string name)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(file, "somebody's own");
            Assert.Equal(1, await Run("serve", "--port", "0", option, folder.FullName));
            Assert.NotEmpty(_error.ToString());
            Assert.Equal([file], System.IO.Directory.GetFiles(folder.FullName));
            Assert.Equal("somebody's own", await File.ReadAllTextAsync(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ServeArguments Parse(params string[] options)
    {
        var syntax = new ServeSyntax();
        return syntax.Read(syntax.Command.Parse(options));
    }

    private Task<int> Run(params string[] arguments) =>
        new LabCommandLine(_output, _error, _ => Task.FromResult(7)).RunAsync(arguments, CancellationToken.None);

    private sealed class SignallingWriter(string signal) : StringWriter
    {
        private readonly TaskCompletionSource _signalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Signalled => _signalled.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value?.Contains(signal) == true)
            {
                _signalled.TrySetResult();
            }
        }
    }
}
