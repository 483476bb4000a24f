using System.Globalization;
using PassthroughTools.Planning.Execution;
using PassthroughTools.StoreWorker;

// A process of its own at a local store, for tests that kill it or let many of them fight.
switch (args)
{
    case ["churn", var store, var seed, var minJournalBytes]:
        Churn.Run(store, Number(seed), Number(minJournalBytes));
        return 0;
    case ["fight", var store, var vmId, var seed, var milliseconds]:
        Fight.Run(store, vmId, Number(seed), TimeSpan.FromMilliseconds(Number(milliseconds)));
        return 0;
    case ["create", var store, var prefix, var count]:
        Creation.Run(store, prefix, Number(count));
        return 0;
    case ["hold", var store]:
        Holding.Run(store);
        return 0;
    case ["window", var store, var plan, var phase]:
        return await Window.RunAsync(store, plan, Enum.Parse<PlanPhase>(phase)) == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine(
            "churn <store> <seed> <min journal bytes> | fight <store> <vm id> <seed> <milliseconds> | create <store> <prefix> "
            + "<count> | hold <store> | window <store> <plan> Evacuate|Restore");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
