using MdeHunting.Kql.Writing;
using MdeHunting.Lab.Faults;

namespace MdeHunting.Tests.Faults;

/// <summary>Puts a fault where it is to be met.</summary>
internal sealed class FaultArrangement(FaultyTenants tenants)
{
    /// <summary>The one tenant of several that is at fault, by its place.</summary>
    public const int Tenant = 1;

    // More than any run makes.
    private const int Breaks = 200;

    /// <summary>Makes the requests go wrong.</summary>
    public void Arrange(Fault fault, FaultPlace place, FaultMode mode)
    {
        var faults = tenants.State.Faults;
        var seen = 0;
        var target = tenants.Ids[mode is FaultMode.Tenants ? Tenant : 0];
        bool IsTarget(LabQuery query) => query.Tenant == target;
        bool IsNth(LabQuery query, int number) => IsTarget(query) && ++seen == number;
        if (fault.Respond is null)
        {
            if (place is not FaultPlace.Later)
            {
                Break(fault, place is FaultPlace.First ? 1 : Breaks);
            }
            else
            {
                faults.OnQuery(query => IsNth(query, 1) && Break(fault, 1), LabResponseFault.Refuse(503, "ServiceUnavailable", "Busy."), times: 1);
            }

            return;
        }

        var response = fault.Respond(tenants.Elsewhere);
        if (place is FaultPlace.Later && mode is FaultMode.Query)
        {
            faults.OnQuery(_ => true, LabResponseFault.Refuse(503, "ServiceUnavailable", "Busy."), times: 1);
        }

        var later = mode is FaultMode.Windows ? 3 : 2;
        var secondHour = KqlWriter.Value(tenants.Start.AddHours(1));
        switch (place)
        {
            case FaultPlace.Later when mode is not FaultMode.Query:
                faults.OnQuery(query => IsNth(query, later), response, times: 1);
                break;
            case FaultPlace.First or FaultPlace.Later:
                faults.OnQuery(IsTarget, response, times: 1);
                break;
            case FaultPlace.EveryOfOne when mode is FaultMode.Windows:
                faults.OnQuery(query => query.Query.Contains($">= {secondHour}", StringComparison.Ordinal), response);
                break;
            default:
                faults.OnQuery(query => place is FaultPlace.Every || IsTarget(query), response);
                break;
        }
    }

    // Before the next request: a handshake needs a new connection, so the old ones go.
    private bool Break(Fault fault, int times)
    {
        if (fault.Name == Fault.Challenge)
        {
            tenants.State.Faults.ChallengeNextQueries([.. Enumerable.Repeat(new LabChallenge(), times)]);
            return true;
        }

        tenants.State.Faults.BreakConnections(LabConnectionFault.Reset, times);
        tenants.State.Faults.ResetConnections();
        return true;
    }
}
