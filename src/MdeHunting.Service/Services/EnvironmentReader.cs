using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting.Service.Services;

/// <summary>
/// Reads the description of a cloud: an environment file, or the built-in ones, which have the same form. A member that is missing, unknown, twice
/// or of the wrong form is refused by name, since a mistyped one would otherwise show up far away, as a refused certificate or a wrong audience.
/// </summary>
internal static class EnvironmentReader
{
    private const string Form = "Get-Help about_MdeHunting_EnvironmentFiles shows the form of an environment file.";

    /// <summary>One of Microsoft's clouds.</summary>
    public static CloudEnvironment ReadCloud(MdeCloud cloud)
    {
        var name = $"{cloud}.json";
        using var stream = typeof(EnvironmentReader).Assembly.GetManifestResourceStream(typeof(EnvironmentReader), name)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return Parse(buffer.ToArray(), name) with { Cloud = cloud };
    }

    /// <summary>The environment that a file describes.</summary>
    /// <exception cref="EnvironmentException">There is no such file, or it cannot be used.</exception>
    public static CloudEnvironment ReadFile(string path)
    {
        try
        {
            var environment = Parse(SmallFile.Read(path), path);
            Require(environment, path);
            return environment;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EnvironmentException(
                EnvironmentFailure.EnvironmentNotFound,
                $"There's no environment file '{path}'.",
                EnvironmentName.CloudOf(path) is { } cloud
                    ? $"-Environment takes a file. For that cloud, use -Cloud {cloud} in place of -Environment."
                    : "Check the path. For one of Microsoft's clouds, use -Cloud (-Cloud GCCHigh or DoD for a government cloud). The lab writes its file "
                        + "when it's ready to serve (--environment-file).",
                e
            )
            {
                Target = path,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new EnvironmentException(
                EnvironmentFailure.EnvironmentUnreadable,
                $"The environment file '{path}' can't be read: {e.Message}",
                "Check that it's a file and that you can read it.",
                e
            )
            {
                Target = path,
            };
        }
    }

    // What a file may not do, since tokens go where it says.
    private static void Require(CloudEnvironment environment, string path)
    {
        if (EnvironmentName.IsTaken(environment.Name))
        {
            throw new EnvironmentException(
                EnvironmentFailure.EnvironmentNameReserved,
                $"The environment file '{path}' is called '{environment.Name}', which is the name of one of Microsoft's clouds, or looks like one.",
                "Use another name. For Microsoft's own clouds, use -Cloud."
            )
            {
                Target = path,
            };
        }

        foreach (var api in environment.Apis)
        {
            if (HostPairing.Fault(environment.Authority, api.Value.BaseAddress, api.Value.Resource) is { } fault)
            {
                throw new EnvironmentException(
                    EnvironmentFailure.EnvironmentHostsDiffer,
                    $"The environment file '{path}' can't be used: 'apis.{api.Key}' {fault}.",
                    "Check who wrote the file. For Microsoft's own clouds use -Cloud."
                )
                {
                    Target = path,
                };
            }
        }
    }

    /// <summary>The environment that a file's bytes describe.</summary>
    /// <exception cref="EnvironmentException">They cannot be used.</exception>
    internal static CloudEnvironment Parse(byte[] json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(Text(json));
            var root = new Member(document.RootElement, path, string.Empty);
            root.AllowOnly("name", "authority", "apis", "rootCertificate");
            return new CloudEnvironment(
                root.Required("name").ShownName(),
                root.Required("authority").Address(),
                Apis(root.Required("apis")),
                root.Optional("rootCertificate")?.Certificate()
            );
        }
        catch (JsonException e)
        {
            // Where, and not what: the file may be any that somebody was told to name, and its words are not for whoever sees the error.
            var place = e.LineNumber is { } line ? FormattableString.Invariant($", at line {line + 1}, byte {e.BytePositionInLine + 1}") : string.Empty;
            throw new EnvironmentException(EnvironmentFailure.EnvironmentMalformed, $"The environment file '{path}' isn't JSON{place}.", Form)
            {
                Target = path,
            };
        }
        catch (InvalidOperationException)
        {
            throw new EnvironmentException(
                EnvironmentFailure.EnvironmentMalformed,
                $"The environment file '{path}' has text that isn't valid Unicode, such as half of a surrogate pair.",
                Form
            )
            {
                Target = path,
            };
        }
    }

    // What editors and Windows PowerShell's > write: UTF-8, or UTF-16 with a byte order mark.
    private static ReadOnlyMemory<byte> Text(byte[] content) =>
        content switch
        {
            [0xEF, 0xBB, 0xBF, ..] => content.AsMemory(3),
            [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(content, 2, content.Length - 2)),
            [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(content, 2, content.Length - 2)),
            _ => content,
        };

    private static Dictionary<MdeApi, ApiEndpoint> Apis(Member apis)
    {
        apis.AllowOnly(Enum.GetNames(typeof(MdeApi)));
        var found = new Dictionary<MdeApi, ApiEndpoint>();
        foreach (var api in Enum.GetValues(typeof(MdeApi)).Cast<MdeApi>())
        {
            if (apis.Optional(api.ToString()) is { } member)
            {
                member.AllowOnly(["baseAddress", "resource", .. LimitNames.All]);
                found.Add(
                    api,
                    new ApiEndpoint(
                        member.Required("baseAddress").Address(),
                        member.Required("resource").Text(),
                        (int?)member.Optional(LimitNames.Rows)?.Count(int.MaxValue),
                        member.Optional(LimitNames.Bytes)?.Count(long.MaxValue),
                        Quotas(member)
                    )
                );
            }
        }

        return found.Count > 0 ? found : throw apis.Malformed("has no API");
    }

    private static QuotaLimit[]? Quotas(Member api)
    {
        QuotaLimit?[] quotas =
        [
            Calls(LimitNames.CallsPerMinute, TimeSpan.FromMinutes(1)),
            Calls(LimitNames.CallsPerHour, TimeSpan.FromHours(1)),
            Running(LimitNames.RunningSecondsPerHour, TimeSpan.FromHours(1)),
            Running(LimitNames.RunningSecondsPerDay, TimeSpan.FromDays(1)),
        ];
        var told = quotas.OfType<QuotaLimit>().ToArray();
        return told.Length == 0 ? null : told;

        QuotaLimit? Calls(string name, TimeSpan period) =>
            api.Optional(name)?.Count(int.MaxValue) is { } calls ? new QuotaLimit(MdeQuotaUnit.Calls, calls, period) : null;

        QuotaLimit? Running(string name, TimeSpan period) =>
            api.Optional(name)?.Count(int.MaxValue) is { } seconds ? new QuotaLimit(MdeQuotaUnit.RunningTime, seconds, period) : null;
    }

    private readonly record struct Member(JsonElement Value, string File, string Name)
    {
        public void AllowOnly(params string[] names)
        {
            if (Value.ValueKind is not JsonValueKind.Object)
            {
                throw Malformed("must be an object");
            }

            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var property in Value.EnumerateObject())
            {
                if (!names.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                {
                    throw Malformed($"has an unknown member{Misspelled(property.Name, names)}; it can have: {string.Join(", ", names)}");
                }

                if (!seen.Add(property.Name))
                {
                    throw Malformed(
                        $"has the member '{Array.Find(names, name => string.Equals(name, property.Name, StringComparison.OrdinalIgnoreCase))}' more than once"
                    );
                }
            }
        }

        // Only a name that is nearly a known one is repeated: then it was mistyped.
        private static string Misspelled(string name, string[] names) =>
            name.Length <= EnvironmentName.Longest && EditDistance.Find(name, names).Count > 0 ? $", '{TerminalSafeText.Line(name)}'" : string.Empty;

        public Member? Optional(string name)
        {
            foreach (var property in Value.EnumerateObject())
            {
                if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind is not JsonValueKind.Null)
                {
                    return new Member(property.Value, File, Name.Length == 0 ? name : $"{Name}.{name}");
                }
            }

            return null;
        }

        public Member Required(string name) => Optional(name) ?? throw Malformed($"lacks the member '{name}'");

        public string Text() =>
            Value.ValueKind is JsonValueKind.String && Value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
                ? text.Trim()
                : throw Malformed("must be a string that isn't empty");

        public long Count(long most) =>
            Value.ValueKind is JsonValueKind.Number && Value.TryGetInt64(out var count) && count > 0 && count <= most
                ? count
                : throw Malformed(FormattableString.Invariant($"must be a whole number from 1 to {most}"));

        // It is shown wherever the environment is: short, and nothing in it that is not seen.
        public string ShownName() =>
            Text() is { Length: <= EnvironmentName.Longest } name && TerminalSafeText.Line(name) == name
                ? name
                : throw Malformed(FormattableString.Invariant($"must be of at most {EnvironmentName.Longest} characters, all of them visible"));

        public Uri Address()
        {
            if (!Uri.TryCreate(Text(), UriKind.Absolute, out var address))
            {
                throw Malformed("must be an https address");
            }

            if (address.Scheme != Uri.UriSchemeHttps)
            {
                throw new EnvironmentException(
                    EnvironmentFailure.InsecureAddress,
                    $"The environment file '{File}' has an address as '{Name}' that doesn't begin with https.",
                    "Use an https address: a token is never sent without TLS."
                )
                {
                    Target = File,
                };
            }

            if (address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            {
                throw Malformed("must be an address without user, query and fragment");
            }

            // One spelling for each host: hosts are compared, and shown.
            return address.Host.All(c => c is > ' ' and <= '~') && !address.Host.EndsWith(".", StringComparison.Ordinal)
                ? new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/")
                : throw Malformed("must have a host in ASCII letters (xn--… for others), without a dot at its end");
        }

        public X509Certificate2 Certificate()
        {
            const string begin = "-----BEGIN CERTIFICATE-----";
            const string end = "-----END CERTIFICATE-----";
            var text = Text();
            var from = text.IndexOf(begin, StringComparison.Ordinal);
            var to = text.IndexOf(end, StringComparison.Ordinal);
            try
            {
                return from >= 0 && to > from
                    ? new X509Certificate2(Convert.FromBase64String(text.Substring(from + begin.Length, to - from - begin.Length)))
                    : throw new FormatException();
            }
            catch (Exception e) when (e is FormatException or CryptographicException)
            {
                throw Malformed("must be a certificate in PEM form (-----BEGIN CERTIFICATE-----)");
            }
        }

        public EnvironmentException Malformed(string what) =>
            new(
                EnvironmentFailure.EnvironmentMalformed,
                $"The environment file '{File}' can't be used: {(Name.Length == 0 ? "it" : $"'{Name}'")} {what}.",
                Form
            )
            {
                Target = File,
            };
    }
}
