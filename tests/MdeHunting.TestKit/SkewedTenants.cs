using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Settings;
using Xunit;

namespace MdeHunting.TestKit;

/// <summary>Two tenants with rows of thirty days, of which a response holds five hundred, and a session that is connected to both.</summary>
/// <param name="rows">How many rows a table has.</param>
/// <param name="shape">How they lie in time.</param>
/// <param name="second">What the second connection is called; the first is Contoso.</param>
public abstract class SkewedTenants(int rows, TimeShape shape, string second) : IAsyncLifetime
{
    // The cmdlet goes by the clock of its machine. These thirty days end after that clock's time, and begin within what is kept, also when a day begins
    // meanwhile.
    public static readonly DateTime Start = DateTime.UtcNow.Date.AddDays(-28);
    public static readonly DateTime End = Start.AddDays(30);

    public LabShell Lab { get; } =
        new()
        {
            Options = new LabOptions
            {
                RowLimit = 500,
                Retention = TimeSpan.FromDays(10_000),
                Tenants =
                [
                    LabTenants.Contoso(_ => SkewedTenantData.Create(1, End, rows, shape)),
                    LabTenants.HalfFullOfSecurity(_ => SkewedTenantData.Create(2, End, rows, shape)),
                ],
            },
        };

    public virtual async ValueTask InitializeAsync()
    {
        await Lab.InitializeAsync();
        Lab.Connect("-Name Contoso -Limit @{ rowLimit = 500 }").ThrowIfFailed();
        Lab.Connect($"-Name '{second}' -Limit @{{ rowLimit = 500 }}", TestLab.Seed).ThrowIfFailed();
    }

    public virtual ValueTask DisposeAsync() => Lab.DisposeAsync();
}
