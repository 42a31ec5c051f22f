package stator.server.service;

import stator.admin.FaultControl;
import stator.operation.fault.Faults;

/** The faults of DynamoDB as the admin service sees them. */
public record FaultSwitch(Faults faults) implements FaultControl {
    @Override
    public String describe() {
        return faults.describe();
    }

    @Override
    public void replace(String json) {
        faults.replace(json);
    }

    @Override
    public void clear() {
        faults.clear();
    }
}
